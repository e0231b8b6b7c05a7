/* SPDX-License-Identifier: MIT
 *
 * knobs.c: reading of options by the table knobs.def. Setters are found by name; each knob has its offset and type.
 */
#include "vm/base/knobs.h"

#include <errno.h>
#include <stdlib.h>

enum KnobType { FLAG, COUNT, TEXT, CHOICE_JIT, CHOICE_VERIFY };

static const char *const choice_words[] = {
#define CHOICE(name, words) [CHOICE_##name] = words,
#include "vm/base/knobs.def"
};

static const struct {
    size_t offset;
    enum KnobType type;
} places[] = {
#define KNOB(field, name, type, value, env, help) {offsetof(RgKnobs, field), type},
#include "vm/base/knobs.def"
};

#define WORDS_FLAG       NULL
#define WORDS_COUNT      NULL
#define WORDS_TEXT       NULL
#define WORDS_CHOICE_JIT "off|on|force"
#define WORDS_CHOICE_VERIFY "off|on|all"
const RgKnobInfo rg_knob_info[] = {
#define KNOB(field, name, type, value, env, help) {name, #type, WORDS_##type, env, help, value},
#include "vm/base/knobs.def"
    {NULL, NULL, NULL, NULL, NULL, 0},
};
#undef WORDS_FLAG
#undef WORDS_COUNT
#undef WORDS_TEXT
#undef WORDS_CHOICE_JIT
#undef WORDS_CHOICE_VERIFY

static void store(RgKnobs *knobs, size_t i, uint64_t value)
{
    void *place = (char *)knobs + places[i].offset;
    switch (places[i].type) {
    case FLAG: *(bool *)place = value != 0; break;
    case COUNT: *(uint64_t *)place = value; break;
    case TEXT: *(const char **)place = NULL; break;
    default: *(int *)place = (int)value; break;
    }
}

void rg_knobs_init(RgKnobs *knobs)
{
    memset(knobs, 0, sizeof *knobs);
    for (size_t i = 0; i < RG_COUNT_OF(places); i++)
        store(knobs, i, rg_knob_info[i].value);
}

/* Index of the word in "a|b|c", or -1. */
static int find_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (int i = 0;; i++) {
        size_t here = strcspn(words, "|");
        if (here == len && memcmp(words, word, len) == 0) return i;
        if (!words[here]) return -1;
        words += here + 1;
    }
}

static bool parse_count(const char *text, uint64_t *value)
{
    char *end;
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 0);
    if (errno || *end) return false;
    *value = n;
    return true;
}

/* value is NULL for a name alone. */
static RgKnobResult set_at(RgKnobs *knobs, size_t i, const char *value)
{
    uint64_t number = 1;
    int word;
    switch (places[i].type) {
    case FLAG:
        if (value && strcmp(value, "0") != 0 && strcmp(value, "1") != 0) return RG_KNOB_BAD_VALUE;
        number = !value || *value == '1';
        break;
    case COUNT:
        if (value && !parse_count(value, &number)) return RG_KNOB_BAD_VALUE;
        break;
    case TEXT:
        if (!value) return RG_KNOB_BAD_VALUE;
        *(const char **)(void *)((char *)knobs + places[i].offset) = value;
        return RG_KNOB_SET;
    default:
        word = find_word(choice_words[places[i].type], value ? value : "on");
        if (word < 0) return RG_KNOB_BAD_VALUE;
        number = (uint64_t)word;
        break;
    }
    store(knobs, i, number);
    return RG_KNOB_SET;
}

RgKnobResult rg_knobs_set(RgKnobs *knobs, const char *option)
{
    size_t len = strcspn(option, "=");
    for (size_t i = 0; i < RG_COUNT_OF(places); i++) {
        const char *name = rg_knob_info[i].name;
        if (strlen(name) == len && memcmp(name, option, len) == 0)
            return set_at(knobs, i, option[len] ? option + len + 1 : NULL);
    }
    return RG_KNOB_UNKNOWN;
}

void rg_knobs_from_environment(RgKnobs *knobs)
{
    for (size_t i = 0; i < RG_COUNT_OF(places); i++) {
        const char *value = getenv(rg_knob_info[i].env);
        if (value && *value) (void)set_at(knobs, i, value);
    }
}
