/* SPDX-License-Identifier: MIT
 *
 * options.c: reading the values of commands' options.
 */
#include <errno.h>
#include <stdlib.h>

#include "cli/cli.h"

bool rg_cli_parse_number(const char *command, const char *option, const char *text, long low, long high, long *value)
{
    char *end;
    errno = 0;
    *value = strtol(text, &end, 10);
    if (errno || end == text || *end || *value < low || *value > high) {
        rg_cli_usage_error(command, "%s takes a number from %ld to %ld, not '%s'", option, low, high, text);
        return false;
    }
    return true;
}

bool rg_cli_parse_assume(const char *command, const char *text, uint32_t *assume)
{
    static const struct {
        const char *word;
        uint32_t bit;
    } words[] = {{"stable-globals", RG_ASSUME_STABLE_GLOBALS}, {"stable-attributes", RG_ASSUME_STABLE_ATTRIBUTES}};
    *assume = 0;
    while (*text) {
        size_t len = strcspn(text, ","), i = 0;
        while (i < RG_COUNT_OF(words) && !(strlen(words[i].word) == len && memcmp(words[i].word, text, len) == 0))
            i++;
        if (i == RG_COUNT_OF(words)) {
            rg_cli_usage_error(command, "--assume knows stable-globals and stable-attributes, not '%.*s'", (int)len,
                               text);
            return false;
        }
        *assume |= words[i].bit;
        text += len + (text[len] == ',');
    }
    return true;
}

int rg_cli_parse_choice(const char *command, const char *option, const char *text, const char *const *words)
{
    RgStrBuf list;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) return i;
    }
    rg_strbuf_init(&list);
    for (int i = 0; words[i]; i++)
        rg_strbuf_printf(&list, "%s%s", i ? ", " : "", words[i]);
    rg_cli_usage_error(command, "%s is one of %s, not '%s'", option, list.data, text);
    rg_strbuf_fini(&list);
    return -1;
}
