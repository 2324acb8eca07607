/* IMAGE_CONFIG: what containers of an image run and load, and as whom. */
#include "signal_cases.h"

#define POINT(kind, path, command, sha)                                                                                \
    "{\"bytes\":1,\"command\":\"" command "\",\"kind\":\"oci:" kind "\",\"path\":\"" path "\",\"sha256\":\"" sha "\""  \
    "}"
#define TEXT(kind, command, sha) POINT(kind, "", command, sha)
#define USER(name) TEXT("user", name, "u" name)
#define ENV(text) TEXT("env", text, "e" text)
#define IMAGE(...)                                                                                                     \
    {                                                                                                                  \
        .of_root = "exec=[" USER("1000") "," __VA_ARGS__ "]"                                                           \
    }
#define NOTHING ENV("PATH=/usr/bin:/bin")
#define LINE(list) TEXT("entrypoint", list, list)
#define PROGRAM(path, command, sha) POINT("program", path, command, sha)

static const struct signal_case cases[] = {
    /* ---- texts ---- */
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "another entrypoint", IMAGE(LINE("[run]")), IMAGE(LINE("[other]"))),
    MISS("IMAGE_CONFIG", "the same", IMAGE(LINE("[run]")), IMAGE(LINE("[run]"))),
    MISS("IMAGE_CONFIG", "another version in it", IMAGE(LINE("[a-1.2.jar]")), IMAGE(LINE("[a-1.10.jar]"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "one that fetches", IMAGE(LINE("[run]")),
          IMAGE(LINE("fetches pipes: [curl]"))),
    MISS("IMAGE_CONFIG", "one that always did", IMAGE(LINE("fetches: [curl]")), IMAGE(LINE("fetches: [curl]"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "and fetches from another address",
          IMAGE(LINE("fetches: [curl 1.2.3.4]")), IMAGE(LINE("fetches: [curl 6.6.6.6]"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "it differs behind what is kept", IMAGE(TEXT("entrypoint", "[x", "aa")),
          IMAGE("{\"bytes\":9000,\"command\":\"[x\",\"kind\":\"oci:entrypoint\",\"path\":\"\",\"sha256\":\"bb\"}")),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "the entrypoint is gone", IMAGE(LINE("[run]")), IMAGE(NOTHING)),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "a cmd", IMAGE(NOTHING), IMAGE(NOTHING "," TEXT("cmd", "[x]", "aa"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "a step of builds", IMAGE(NOTHING),
          IMAGE(NOTHING "," TEXT("onbuild", "[RUN x]", "aa"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_LOW, 1, "a health check", IMAGE(NOTHING),
          IMAGE(NOTHING "," TEXT("healthcheck", "[CMD,x]", "aa"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "a health check that fetches", IMAGE(NOTHING),
          IMAGE(NOTHING "," TEXT("healthcheck", "fetches: [CMD,curl]", "aa"))),
    MISS("IMAGE_CONFIG", "documents of an earlier version", {.of_root = "exec=[]"},
         IMAGE(LINE("fetches pipes: [curl]") "," ENV("LD_PRELOAD=/x.so"))),
    MISS("IMAGE_CONFIG", "no image before", {.bare = false}, IMAGE(LINE("fetches pipes: [curl]"))),

    /* ---- variables ---- */
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "a library for every program", IMAGE(NOTHING),
          IMAGE(ENV("LD_PRELOAD=/x.so"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "another one", IMAGE(ENV("LD_PRELOAD=/y.so")),
          IMAGE(ENV("LD_PRELOAD=/x.so"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "the name a second time", IMAGE(ENV("LD_PRELOAD=/y.so")),
          IMAGE(ENV("LD_PRELOAD=/y.so") "," ENV("LD_PRELOAD=/x.so"))),
    MISS("IMAGE_CONFIG", "its next version", IMAGE(ENV("LD_PRELOAD=/x.so.1")), IMAGE(ENV("LD_PRELOAD=/x.so.2"))),
    MISS("IMAGE_CONFIG", "a variable that is gone", IMAGE(ENV("LD_PRELOAD=/x.so")), IMAGE(NOTHING)),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "another list of folders", IMAGE(ENV("PYTHONPATH=/a")),
          IMAGE(ENV("PYTHONPATH=/b:/a"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "options that load", IMAGE(ENV("NODE_OPTIONS=--max-old-space-size=1")),
          IMAGE(ENV("NODE_OPTIONS=-r /x.js"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_LOW, 1, "options that do not", IMAGE(NOTHING),
          IMAGE(ENV("NODE_OPTIONS=--max-old-space-size=1"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "a hidden folder of programs", IMAGE(ENV("PATH=/usr/bin")),
          IMAGE(ENV("PATH=/usr/bin:/app/.x"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "the folder that one is in", IMAGE(ENV("PATH=/usr/bin")),
          IMAGE(ENV("PATH=/usr/bin:."))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "a folder in front of the system's", IMAGE(ENV("PATH=/usr/bin")),
          IMAGE(ENV("PATH=/opt/bin:/usr/bin"))),
    MISS("IMAGE_CONFIG", "one behind them", IMAGE(ENV("PATH=/usr/bin")), IMAGE(ENV("PATH=/usr/bin:/opt/bin"))),

    /* ---- the user ---- */
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "root by its name", {.of_root = "exec=[" USER("app") "]"},
          {.of_root = "exec=[" USER("root:app") "]"}),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "root by its number", {.of_root = "exec=[" USER("app") "]"},
          {.of_root = "exec=[" USER("00") "]"}),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "no user any more", {.of_root = "exec=[" USER("app") "]"},
          {.of_root = "exec=[" USER("") "]"}),
    MISS("IMAGE_CONFIG", "always root", {.of_root = "exec=[" USER("") "]"}, {.of_root = "exec=[" USER("root") "]"}),
    MISS("IMAGE_CONFIG", "another user", {.of_root = "exec=[" USER("app") "]"}, {.of_root = "exec=[" USER("web") "]"}),

    /* ---- programs ---- */
    RATED("IMAGE_CONFIG", SB_LEVEL_LOW, 1, "an edited script", IMAGE(PROGRAM("run.sh", "script:shell", "aa")),
          IMAGE(PROGRAM("run.sh", "script:shell", "bb"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_HIGH, 8, "that fetches now", IMAGE(PROGRAM("run.sh", "script:shell", "aa")),
          IMAGE(PROGRAM("run.sh", "script:shell fetches", "bb"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_LOW, 1, "that always did", IMAGE(PROGRAM("run.sh", "script:shell fetches", "aa")),
          IMAGE(PROGRAM("run.sh", "script:shell fetches", "bb"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "a program in the place of a script",
          IMAGE(PROGRAM("run", "script:shell", "aa")), IMAGE(PROGRAM("run", "elf", "bb"))),
    RATED("IMAGE_CONFIG", SB_LEVEL_MEDIUM, 5, "the package's is nobody's now", IMAGE(NOTHING),
          IMAGE(NOTHING "," PROGRAM("usr/sbin/run", "elf", "bb"))),
    MISS("IMAGE_CONFIG", "it moved", IMAGE(PROGRAM("a/run", "elf", "aa")), IMAGE(PROGRAM("b/run", "elf", "aa"))),
};

static void test_cases(void **state)
{
    (void)state;
    check_cases(cases, SB_COUNT(cases));
}

static void test_silence(void **state)
{
    (void)state;
    check_silence(cases, SB_COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_silence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
