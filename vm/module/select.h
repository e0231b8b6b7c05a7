/* SPDX-License-Identifier: MIT
 *
 * select.h: what select, poll, epoll and fcntl share: descriptors as arguments and time limits.
 */
#ifndef RG_MODULE_SELECT_H
#define RG_MODULE_SELECT_H

#include "vm/module/registry.h"

/* Descriptor of an int or of an object with fileno(). */
bool rg_select_fd(RgThread *th, RgValue v, int *out) RG_CHECK_RESULT;
/* A time limit in units of `unit` seconds (1 or 0.001) as nanoseconds, rounded up; None and absent: -1. message: of the TypeError. */
bool rg_select_timeout(RgThread *th, RgValue v, int64_t unit_ns, const char *message, int64_t *out) RG_CHECK_RESULT;
/* The same for the system's milliseconds: false with OverflowError when they are too many; negative: -1. */
bool rg_select_milliseconds(RgThread *th, int64_t ns, int *out) RG_CHECK_RESULT;
int64_t rg_select_now(void); /* nanoseconds */
bool rg_select_mask(RgThread *th, RgValue v, uint32_t absent, uint32_t *out) RG_CHECK_RESULT; /* an int modulo 2**32 */

bool rg_select_add_epoll(RgThread *th, RgModule *m) RG_CHECK_RESULT;

#endif
