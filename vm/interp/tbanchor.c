/* SPDX-License-Identifier: MIT
 *
 * tbanchor.c: finds in the source text of one expression what a traceback marks with ^ between tildes: the operator of a
 * binary operation, or the brackets of a subscript. A small scanner over the tokens at bracket depth 0 decides which of
 * the two the expression is; anything else (calls, comparisons, statements) has no anchors.
 */
#include <ctype.h>
#include "vm/interp/tbprint.h"

typedef struct Scan {
    const char *s;
    size_t len, at;
    bool operand;        /* the last token ended an operand */
    int precedence;      /* of the weakest binary operator so far, 0 none */
    size_t op, op_end;   /* where it is */
    size_t left_end;     /* end of its left operand, closing parentheses of a group left out */
    size_t operand_end;  /* end of the latest operand as the syntax tree counts it */
    bool unary_first, other;
    size_t sub_left, sub_right; /* the latest trailing subscript */
    bool subscript;      /* the latest trailer is a subscript */
} Scan;

static size_t skip_string(const char *s, size_t len, size_t at)
{
    char q = s[at];
    bool triple = at + 2 < len && s[at + 1] == q && s[at + 2] == q;
    at += triple ? 3 : 1;
    while (at < len) {
        if (s[at] == '\\') {
            at += 2;
        } else if (s[at] == q && (!triple || (at + 2 < len && s[at + 1] == q && s[at + 2] == q))) {
            return at + (triple ? 3 : 1);
        } else {
            at++;
        }
    }
    return len;
}

/* Index behind the bracket that closes the one at `at`. *last: end of the last token inside. */
static size_t skip_bracket(const char *s, size_t len, size_t at, size_t *last)
{
    int depth = 0;
    *last = at + 1;
    while (at < len) {
        char c = s[at];
        if (c == '"' || c == '\'') {
            at = skip_string(s, len, at);
            *last = at;
            continue;
        }
        if (strchr("([{", c)) {
            depth++;
        } else if (strchr(")]}", c)) {
            if (--depth == 0) return at + 1;
        }
        at++;
        if (!isspace((unsigned char)c)) *last = at;
    }
    return len;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80; }

static void scan_word(Scan *sc)
{
    static const char *const keywords[] = {"and", "or", "not", "if", "else", "in", "is", "lambda", "yield", "await", "for", "async"};
    size_t from = sc->at;
    while (sc->at < sc->len && is_word(sc->s[sc->at])) sc->at++;
    /* An exponent's sign belongs to the number. */
    if (isdigit((unsigned char)sc->s[from]) && sc->at < sc->len && strchr("+-", sc->s[sc->at]) &&
        strchr("eE", sc->s[sc->at - 1]) && !(sc->len > from + 1 && strchr("xX", sc->s[from + 1])))
        for (sc->at++; sc->at < sc->len && is_word(sc->s[sc->at]);) sc->at++;
    size_t n = sc->at - from;
    for (size_t i = 0; i < RG_COUNT_OF(keywords); i++)
        if (strlen(keywords[i]) == n && !memcmp(keywords[i], sc->s + from, n)) sc->other = true;
    sc->operand = true;
    sc->subscript = false;
    sc->operand_end = sc->at;
}

static void scan_bracket(Scan *sc)
{
    size_t from = sc->at, last;
    bool trailer = sc->operand;
    char c = sc->s[from];
    sc->at = skip_bracket(sc->s, sc->len, from, &last);
    sc->subscript = trailer && c == '[';
    if (sc->subscript) {
        sc->sub_left = sc->operand_end;
        sc->sub_right = last + 1;
    }
    sc->operand_end = c == '(' && !trailer ? last : sc->at;
    sc->operand = true;
}

static void scan_operator(Scan *sc)
{
    static const struct { const char *text; int precedence; } ops[] = {
        {"**", 7}, {"//", 6}, {"<<", 4}, {">>", 4}, {"|", 1}, {"^", 2}, {"&", 3}, {"+", 5}, {"-", 5}, {"*", 6}, {"/", 6},
        {"%", 6}, {"@", 6},
    };
    const char *p = sc->s + sc->at;
    size_t left = sc->len - sc->at;
    if (*p == '.') {
        sc->at++;
        return;
    }
    if (*p == '~' || (!sc->operand && (*p == '+' || *p == '-'))) {
        if (sc->precedence == 0 && !sc->operand) sc->unary_first = true;
        sc->at++;
        sc->operand = false;
        return;
    }
    for (size_t i = 0; i < RG_COUNT_OF(ops); i++) {
        size_t n = strlen(ops[i].text);
        if (left < n || memcmp(p, ops[i].text, n)) continue;
        if (left > n && p[n] == '=') break; /* augmented assignment */
        int precedence = ops[i].precedence;
        if (sc->precedence == 0 || (precedence == 7 ? precedence < sc->precedence : precedence <= sc->precedence)) {
            sc->precedence = precedence;
            sc->op = sc->at;
            sc->left_end = sc->operand_end;
        }
        sc->at += n;
        sc->operand = false;
        return;
    }
    sc->other = true;
    sc->at++;
}

bool rg_tb_anchors(const char *segment, size_t len, size_t *left, size_t *right)
{
    Scan sc = {.s = segment, .len = len};
    while (sc.at < len && !sc.other) {
        char c = segment[sc.at];
        if (isspace((unsigned char)c) || c == '\\') {
            sc.at++;
        } else if (c == '"' || c == '\'') {
            sc.at = skip_string(segment, len, sc.at);
            sc.operand = true;
            sc.subscript = false;
            sc.operand_end = sc.at;
        } else if (strchr("([{", c)) {
            scan_bracket(&sc);
        } else if (is_word(c)) {
            scan_word(&sc);
        } else {
            scan_operator(&sc);
        }
    }
    if (sc.other) return false;
    if (sc.precedence) {
        if (sc.precedence == 7 && sc.unary_first) return false;
        size_t i = sc.left_end;
        while (i < len && isspace((unsigned char)segment[i])) i++;
        *left = i;
        *right = i + 1;
        if (i + 1 < len && !isspace((unsigned char)segment[i + 1]) && (segment[i] == ')' || segment[i + 1] == segment[i]))
            ++*right;
        return true;
    }
    if (sc.unary_first || !sc.subscript) return false;
    *left = sc.sub_left;
    *right = sc.sub_right;
    return true;
}
