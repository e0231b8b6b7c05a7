/* SPDX-License-Identifier: MIT
 *
 * contextvars.h: context variables for modules that keep settings in one (decimal).
 */
#ifndef RG_MODULE_CONTEXTVARS_H
#define RG_MODULE_CONTEXTVARS_H

#include "vm/module/registry.h"

/* The module must have been imported for all of these. */
RgValue rg_contextvar_new(RgThread *th, const char *name);
RgValue rg_contextvar_get(RgThread *th, RgValue var); /* RG_UNBOUND: not set */
bool rg_contextvar_set(RgThread *th, RgValue var, RgValue value) RG_CHECK_RESULT;
/* What identifies the current values of all variables: the same cell as long as none is set (NULL: none was). */
RgDict *rg_contextvars_current(RgThread *th);

#endif
