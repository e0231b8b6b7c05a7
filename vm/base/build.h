/* SPDX-License-Identifier: MIT
 *
 * build.h: which build this is.
 */
#ifndef RG_BASE_BUILD_H
#define RG_BASE_BUILD_H

#include "vm/base/base.h"

/* A number that other builds have not: of the build ID that the linker wrote into this program or library (ELF note NT_GNU_BUILD_ID, a
 * hash of the contents: the same sources built alike have the same). 0 when it wrote none. */
uint64_t rg_build_stamp(void);

#endif
