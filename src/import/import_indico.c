#include "import/draft.h"
bool import_indico(struct import *import) { (void)import; return false; }
