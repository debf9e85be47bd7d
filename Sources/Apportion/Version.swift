/// The version of the program, as written in stored configs and results.
public let apportionVersion = "0.2.0"
