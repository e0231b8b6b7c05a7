/* SPDX-License-Identifier: MIT
 *
 * sys.h: what the host sets in the sys module.
 */
#ifndef RG_MODULE_SYS_H
#define RG_MODULE_SYS_H

#include "vm/module/registry.h"

/* Order of sys.flags. */
typedef enum RgSysFlag {
    RG_FLAG_DEBUG, RG_FLAG_INSPECT, RG_FLAG_INTERACTIVE, RG_FLAG_OPTIMIZE, RG_FLAG_DONT_WRITE_BYTECODE, RG_FLAG_NO_USER_SITE,
    RG_FLAG_NO_SITE, RG_FLAG_IGNORE_ENVIRONMENT, RG_FLAG_VERBOSE, RG_FLAG_BYTES_WARNING, RG_FLAG_QUIET,
    RG_FLAG_HASH_RANDOMIZATION, RG_FLAG_ISOLATED, RG_FLAG_DEV_MODE /* bool */, RG_FLAG_UTF8_MODE, RG_FLAG_WARN_DEFAULT_ENCODING,
    RG_FLAG_SAFE_PATH /* bool */, RG_FLAG_INT_MAX_STR_DIGITS, RG_FLAG_COUNT
} RgSysFlag;
/* Replaces sys.flags (and sys.dont_write_bytecode). */
bool rg_sys_set_flags(RgThread *th, const int values[RG_FLAG_COUNT]) RG_CHECK_RESULT;

/* sys_info.c: the constant structures of the module. */
bool rg_sys_add_info(RgThread *th, RgModule *m) RG_CHECK_RESULT;

#endif
