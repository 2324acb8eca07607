#include "diff/exec_weights.h"

/* Of a kind's strength. */
enum class {
    EVERYTHING, /* every program of the system runs it */
    RIGHTS,     /* decides who may do what */
    LENDS,      /* runs for anybody with the rights of another */
    GRANTS,     /* the same; few packages bring one */
    RUNS,       /* runs at boot, at a time, at a log-in, at an event */
    WRITABLE,   /* runs, and anybody may write it */
    CALLED,     /* a program that somebody may call instead of another */
    ORIGIN,     /* where packages come from: administrators change it, attackers too */
    SETTING,    /* tells programs of the system what to do, seldom what to run */
    CLASSES
};

static enum class class_of(enum sb_exec_kind kind) {
    switch (kind){
        case SB_EXEC_OS_PRELOAD : return EVERYTHING;
        case SB_EXEC_OS_LD_PATH : case SB_EXEC_OS_SUDO : case SB_EXEC_OS_SSH : return GRANTS;
        case SB_EXEC_OS_DIVERT : case SB_EXEC_OS_PAM : case SB_EXEC_OS_POLKIT : case
        SB_EXEC_OS_DBUS_POLICY : return RIGHTS;
        case SB_EXEC_OS_SETUID : case SB_EXEC_OS_CAPABILITY : return LENDS;
        case SB_EXEC_OS_WRITABLE : return WRITABLE;
        case SB_EXEC_OS_ENVIRONMENT : case SB_EXEC_OS_SYSCTL : case SB_EXEC_OS_TMPFILES : case SB_EXEC_OS_NSS : case
        SB_EXEC_OS_LOGROTATE : case SB_EXEC_OS_SERVER : return SETTING;
        case SB_EXEC_OS_SOURCE : return ORIGIN;
        case SB_EXEC_OS_COMMAND : case SB_EXEC_OS_LIBRARY : return CALLED;
        default : return RUNS;
    }
}

#define C                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_CRITICAL, 12                                                                                          \
    }
#define H                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_HIGH, 8                                                                                               \
    }
#define M                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_MEDIUM, 5                                                                                             \
    }
#define L                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_LOW, 1                                                                                                \
    }
#define I                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_INFO, 1                                                                                               \
    }
#define N                                                                                                              \
    {                                                                                                                  \
        SB_LEVEL_NONE, 0                                                                                               \
    }

struct sb_exec_weight sb_exec_weight(enum sb_exec_kind kind, enum sb_exec_came came)
{
    /*               edited patch own release arrival unowned replaced blind */
    static const struct sb_exec_weight weights[CLASSES][SB_CAME_COUNT] = {
        [EVERYTHING] = {C, C, C, C, C, C, C, C}, [RIGHTS] = {H, H, L, L, I, C, H, N},
        [LENDS] = {H, H, N, M, I, C, H, N},      [WRITABLE] = {H, H, N, M, M, C, H, N},
        [GRANTS] = {H, H, L, L, M, C, H, M},     [RUNS] = {H, H, M, I, N, C, H, N},
        [CALLED] = {H, M, L, I, N, M, M, N},     [SETTING] = {M, L, I, I, N, M, M, N},
        [ORIGIN] = {M, M, L, I, L, H, M, N},
    };
    return weights[class_of(kind)][came];
}
