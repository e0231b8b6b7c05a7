/* SPDX-License-Identifier: MIT
 *
 * stack.h: the highest address of the running thread's C stack, for tests that make a heap of their own: objects in the
 * local variables of any test function must be found from there.
 */
#ifndef RG_TESTS_STACK_H
#define RG_TESTS_STACK_H

#include <pthread.h>

static inline void *stack_top(void)
{
    pthread_attr_t attr;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attr) == 0) {
        pthread_attr_getstack(&attr, &low, &size);
        pthread_attr_destroy(&attr);
    }
    return (char *)low + size;
}

#endif
