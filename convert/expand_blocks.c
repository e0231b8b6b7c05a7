#include "convert/expand.h"
bool rg_expand_blocks_all(RgExpand *x) { return rg_expand_fail(x, "x"); }
