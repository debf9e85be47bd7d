/// The version of the program, as it stands in stored configs and results.
public let apportionVersion = "0.2.0"
