/* SPDX-License-Identifier: MIT
 *
 * sort_records.h: the part of list.sort that sorts strings and tuples of simple values by words.
 */
#ifndef RG_OBJECT_SORT_RECORDS_H
#define RG_OBJECT_SORT_RECORDS_H

#include "vm/object/list.h"

typedef enum RgRecordSort { RG_RECORDS_UNFIT /* nothing done */, RG_RECORDS_SORTED, RG_RECORDS_FAILED } RgRecordSort;
/* Sorts n items by their keys (which may be the items themselves). keys and items stay where they are. */
RgRecordSort rg_sort_records(RgThread *th, const RgValue *keys, RgValue *items, int64_t n);

#endif
