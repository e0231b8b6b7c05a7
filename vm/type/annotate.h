/* SPDX-License-Identifier: MIT
 *
 * annotate.h: annotations that are evaluated when somebody asks for them (PEP 649): a function made by code of CPython
 * 3.14 returns them as a dict. Functions have it in place of their annotations, classes and modules in their namespace.
 */
#ifndef RG_TYPE_ANNOTATE_H
#define RG_TYPE_ANNOTATE_H

#include "vm/object/function.h"

/* The one that a class's or module's namespace has, or 0. Only what such code made or what the program put there counts. */
RgValue rg_annotate_of(RgThread *th, RgDict *ns);
/* What it returns: a dict. Code of versions that evaluate annotations at once, such as the library, expects them to be
 * there: for it, names that have no value yet become typing.ForwardRef objects. *final tells that there was no need to. */
RgValue rg_annotate_call(RgThread *th, RgValue annotate, bool *final);
/* Whether the running Python code is of a version that evaluates annotations at once. */
bool rg_annotate_expected(RgThread *th);
/* Puts __annotations__ into a namespace that such code will read, when it has a function only. */
bool rg_annotate_fill(RgThread *th, RgDict *ns) RG_CHECK_RESULT;

#endif
