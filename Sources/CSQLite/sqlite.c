// Nothing to compile: the declarations are in the header, the code in the system's library.
#include "CSQLite.h"
