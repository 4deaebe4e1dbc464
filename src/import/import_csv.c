#include "import/draft.h"
bool import_csv(struct import *import) { (void)import; return false; }
