/* SPDX-License-Identifier: MIT
 *
 * cache.h: where the cache of converted code is.
 */
#ifndef RG_API_CACHE_H
#define RG_API_CACHE_H

/* The folder by REGIUS_CACHE_DIR, XDG_CACHE_HOME, HOME, whether or not it exists; rg_mem_free. NULL: there is no place. */
char *rg_cache_place(void);
/* The same, or NULL when REGIUS_CACHE turns the cache off. */
char *rg_cache_choose_dir(void);

#endif
