/* SPDX-License-Identifier: MIT
 *
 * line_edit.h: line editing on a terminal, where the build has it. The one place that knows the library.
 */
#ifndef RG_CLI_LINE_EDIT_H
#define RG_CLI_LINE_EDIT_H

#include "vm/api/regius.h"

/* Makes the prompt and input() of r read through the editor; false: there is no terminal or no editor. isolated: no history
 * file is read or written. */
bool rg_line_edit_start(Regius *r, bool isolated);
/* Saves the history; after rg_line_edit_start returned true. */
void rg_line_edit_finish(Regius *r);

#endif
