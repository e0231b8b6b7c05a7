/* SPDX-License-Identifier: MIT
 *
 * report.h: the page that `regius report` writes: one HTML file that needs nothing else.
 */
#ifndef RG_CLI_REPORT_H
#define RG_CLI_REPORT_H

#include "cli/study.h"

/* The whole page about a file that was loaded with its texts, and perhaps run. out->failed: memory ran out. */
void rg_report_write(RgStrBuf *out, const RgStudy *study);

/* report_mix.c: the section with both machines' instruction mixes. */
void rg_report_mix(RgStrBuf *out, const RgStudy *study);
/* Text with &, <, > and quotes escaped; lone surrogates, which HTML cannot have, as U+FFFD. */
void rg_report_text(RgStrBuf *out, const char *data, size_t len);
/* 1,234,567, and 1.2M where there is little room. */
void rg_report_number(RgStrBuf *out, uint64_t n);
void rg_report_short_number(RgStrBuf *out, uint64_t n);

#endif
