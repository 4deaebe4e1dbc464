#include "import/draft.h"
bool import_sessionize(struct import *import) { (void)import; return false; }
