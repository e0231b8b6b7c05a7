/* SPDX-License-Identifier: MIT
 *
 * build.c: finds the linker's build ID in memory, among the notes of the object that contains this code.
 */
#include <link.h>

#include "vm/base/build.h"
#include "vm/base/hash.h"

typedef struct Search {
    uintptr_t inside; /* an address of the object */
    const uint8_t *id;
    size_t len;
} Search;

/* In the notes of a segment, whose contents begin at multiples of `align`. */
static void find_note(Search *s, const char *notes, size_t size, size_t align)
{
    for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
        const ElfW(Nhdr) *note = (const void *)(notes + at);
        const size_t name = at + sizeof *note, content = RG_ALIGN_UP(name + note->n_namesz, align), end = content + note->n_descsz;
        if (end > size) return;
        if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == sizeof ELF_NOTE_GNU && !memcmp(notes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU)) {
            s->id = (const uint8_t *)notes + content;
            s->len = note->n_descsz;
            return;
        }
        at = RG_ALIGN_UP(end, align);
    }
}

/* True, which ends the search, for the object that it is for. */
static int look(struct dl_phdr_info *object, size_t size, void *data)
{
    Search *s = data;
    bool ours = false;
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &object->dlpi_phdr[i];
        ours |= h->p_type == PT_LOAD && s->inside - (object->dlpi_addr + h->p_vaddr) < h->p_memsz;
    }
    for (int i = 0; ours && i < object->dlpi_phnum && !s->id; i++) {
        const ElfW(Phdr) *h = &object->dlpi_phdr[i];
        if (h->p_type == PT_NOTE) find_note(s, (const char *)object->dlpi_addr + h->p_vaddr, h->p_memsz, h->p_align == 8 ? 8 : 4);
    }
    return ours;
}

uint64_t rg_build_stamp(void)
{
    Search s = {.inside = (uintptr_t)rg_build_stamp};
    dl_iterate_phdr(look, &s);
    return s.id ? rg_hash64(s.id, s.len, 2) : 0;
}
