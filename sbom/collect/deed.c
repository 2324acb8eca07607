#include "collect/deed.h"

#include "source/image.h"

/* ---- of a line ---- */

static bool is_word(char c)
{
    return sb_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* WORD stands in LINE as a command does: after a blank, a bracket, a pipe, a path; and before a blank or the end. */
static bool has_command(sb_str line, sb_str word)
{
    for (size_t from = 0;;) {
        size_t at = sb_str_find(sb_str_from(line, from), word);
        if (at == SB_NPOS)
            return false;
        at += from;
        size_t end = at + word.n;
        if ((at == 0 || !is_word(line.p[at - 1])) && (end == line.n || line.p[end] == ' '))
            return true;
        from = at + 1;
    }
}

/* nc(1): "-z" asks whether a port is open, and reads nothing from it. */
static bool only_knocks(sb_str line)
{
    bool knocks = false;
    for (sb_str word; sb_str_word(&line, &word);)
        knocks |= word.n > 1 && word.p[0] == '-' && word.p[1] != '-' && sb_str_chr(word, 'z') != SB_NPOS;
    return knocks;
}

static bool fetches(sb_str line)
{
    static const char *const commands[] = {"curl", "wget", "nc", "ncat", "netcat", "socat", "ssh", "scp", "telnet"};
    if (sb_str_find(line, SB_S("/dev/tcp/")) != SB_NPOS || sb_str_find(line, SB_S("urllib")) != SB_NPOS)
        return true;
    for (size_t i = 0; i < SB_COUNT(commands); i++)
        if (has_command(line, sb_str_of(commands[i])))
            return !sb_str_starts(sb_str_of(commands[i]), SB_S("n")) || !only_knocks(line);
    return false;
}

static bool decodes(sb_str line)
{
    static const char *const words[] = {"base64 -d", "base64 --decode", "base64 -D",  "base32 -d", "openssl enc",
                                        "xxd -r",    "b64decode",       "gzip -dc |", "zcat | sh", "uudecode"};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_find(line, sb_str_of(words[i])) != SB_NPOS)
            return true;
    return false;
}

/* Puts text where the system runs or trusts it by itself: behind > or tee the path of such a place. */
static bool is_trusted(sb_str path)
{
    static const char *const places[] = {"/etc/ld.so.preload", "/etc/sudoers",  "/etc/passwd",    "/etc/shadow",
                                         "/etc/cron",          "/etc/rc.local", "/etc/profile",   "/etc/bash.bashrc",
                                         "/etc/pam.d/",        "/root/",        "/var/spool/cron"};
    for (size_t i = 0; i < SB_COUNT(places); i++)
        if (sb_str_starts(path, sb_str_of(places[i])))
            return true;
    return sb_str_find(path, SB_S("authorized_keys")) != SB_NPOS;
}

/* A program that IS_ONE behind a pipe is given what came before to run: "| sh", "|/bin/bash -s", "| sudo sh;" */
static bool is_piped_to(sb_str line, bool (*is_one)(sb_str name))
{
    for (size_t at; (at = sb_str_chr(line, '|')) != SB_NPOS;) {
        line = sb_str_from(line, at + 1);
        sb_str rest = line;
        for (sb_str word; sb_str_word(&rest, &word);) {
            size_t n = 0;
            while (n < word.n && (is_word(word.p[n]) || word.p[n] == '/'))
                n++;
            sb_str name = sb_path_base(sb_str_part(word, 0, n));
            if (is_one(name))
                return true;
            if (!sb_str_eq(name, SB_S("sudo")) && !sb_str_eq(name, SB_S("env")) && !sb_str_eq(name, SB_S("exec")))
                break;
        }
    }
    return false;
}

/* Others are given their program as a word, and text to work on. */
static bool is_shell(sb_str name)
{
    static const char *const names[] = {"sh", "bash", "dash", "ash", NULL};
    return sb_str_is_one_of(name, names);
}

static bool plants(sb_str line)
{
    static const char *const marks[] = {">", "tee -a ", "tee "};
    for (size_t i = 0; i < SB_COUNT(marks); i++) {
        sb_str rest = line;
        for (size_t at; (at = sb_str_find(rest, sb_str_of(marks[i]))) != SB_NPOS;) {
            rest = sb_str_from(rest, at + strlen(marks[i]));
            sb_str path = sb_str_trim(rest);
            while (sb_str_chop(&path, SB_S("\"")) || sb_str_chop(&path, SB_S("'")))
                ;
            if (is_trusted(path))
                return true;
        }
    }
    return (has_command(line, SB_S("chmod")) &&
            (sb_str_find(line, SB_S("u+s")) != SB_NPOS || sb_str_find(line, SB_S(" 4755 ")) != SB_NPOS)) ||
           is_piped_to(line, is_shell);
}

static const struct {
    bool (*has)(sb_str line);
    const char *word;
} marks[] = {{fetches, " fetches"}, {decodes, " decodes"}, {plants, " plants"}};

unsigned sb_deeds_of_line(sb_str line)
{
    unsigned found = 0;
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        found |= (unsigned)marks[i].has(line) << i;
    return found;
}

/* ---- of what an image runs ---- */

static bool is_interpreter(sb_str name)
{
    static const char *const names[] = {"ash", "bash",   "dash", "ksh", "node", "perl",
                                        "php", "python", "ruby", "sh",  "zsh",  NULL};
    while (name.n && (sb_is_digit(name.p[name.n - 1]) || name.p[name.n - 1] == '.'))
        name.n--;
    return sb_str_is_one_of(name, names);
}

/* "http://localhost:80/", "127.0.0.1" */
static bool is_here(sb_str word)
{
    static const char *const hosts[] = {"localhost", "127.0.0.1", "[::1]", "0.0.0.0"};
    if (!sb_str_chop(&word, SB_S("http://")))
        sb_str_chop(&word, SB_S("https://"));
    for (size_t i = 0; i < SB_COUNT(hosts); i++) {
        sb_str rest = word;
        if (sb_str_chop(&rest, sb_str_of(hosts[i])) && (rest.n == 0 || sb_is_in(rest.p[0], ":/")))
            return true;
    }
    return false;
}

/* It asks a server of its own: what is no option and no path names this host, and something does. */
static bool asks_itself(sb_str line)
{
    static const char *const away[] = {"--config", "--connect-to", "--resolve", "--socks", "--unix-socket", "-K", "-x"};
    bool here = false;
    for (sb_str word; sb_str_word(&line, &word);) {
        for (size_t i = 0; i < SB_COUNT(away); i++)
            if (sb_str_starts(word, sb_str_of(away[i])) || sb_str_find(word, SB_S("proxy")) != SB_NPOS)
                return false;
        while (word.n && sb_is_in(word.p[0], "\"'("))
            word = sb_str_from(word, 1);
        bool address = sb_str_find(word, SB_S("://")) != SB_NPOS || sb_str_find(word, SB_S(".")) != SB_NPOS ||
                       sb_str_chr(word, '$') != SB_NPOS || sb_str_starts(word, SB_S("localhost"));
        if (!address || sb_str_starts(word, SB_S("/")))
            continue;
        if (!is_here(word))
            return false;
        here = true;
    }
    return here;
}

/* More clients, and installers: what they bring is not in the image. */
static bool installs(sb_str line)
{
    static const char *const commands[] = {"aria2c",       "axel",        "lftp",          "lynx",
                                           "rsync",        "sftp",        "tftp",          "git clone",
                                           "git fetch",    "git pull",    "pip install",   "pip3 install",
                                           "pip download", "npm install", "npm i",         "npm ci",
                                           "npx -y",       "npx --yes",   "apt install",   "apt-get install",
                                           "apk add",      "dnf install", "yum install",   "gem install",
                                           "go install",   "go run",      "cargo install", "openssl s_client"};
    for (size_t i = 0; i < SB_COUNT(commands); i++)
        if (has_command(line, sb_str_of(commands[i])))
            return true;
    return sb_str_find(line, SB_S("/dev/udp/")) != SB_NPOS;
}

/* Text that is written byte by byte: "\x63\x75\x72\x6c", "\143\165\162\154". */
static bool spells_out(sb_str line)
{
    enum { MANY = 4, LENGTH = 4 };
    unsigned n = 0;
    for (size_t i = 0; i + LENGTH <= line.n;) {
        const char *p = line.p + i;
        bool octal = sb_is_digit(p[1]) && sb_is_digit(p[2]) && sb_is_digit(p[3]);
        if (p[0] != '\\' || !(octal || (p[1] == 'x' && sb_is_alnum(p[2]) && sb_is_alnum(p[3])))) {
            n = 0;
            i++;
            continue;
        }
        if (++n == MANY)
            return true;
        i += LENGTH;
    }
    return false;
}

/* A program that lies where everybody may write was put there a moment ago. */
static bool runs_strays(sb_str line)
{
    static const char *const folders[] = {"/tmp/", "/var/tmp/", "/dev/shm/"};
    static const char *const before[] = {".", "source", "exec", "nohup", "setsid", "sh", "bash", "env", NULL};
    bool first = true;
    for (sb_str word; sb_str_word(&line, &word);) {
        for (size_t i = 0; i < SB_COUNT(folders) && first; i++)
            if (sb_str_starts(word, sb_str_of(folders[i])))
                return true;
        char end = word.p[word.n - 1];
        first = sb_is_in(end, ";&|(") || sb_str_is_one_of(sb_path_base(word), before);
    }
    return false;
}

/* An interpreter is given its program on the line, or behind it. */
static bool gives_code(sb_str line)
{
    bool code = false, heredoc = sb_str_find(line, SB_S("<<")) != SB_NPOS;
    for (sb_str word; sb_str_word(&line, &word);) {
        while (word.n && sb_is_in(word.p[0], "\"'($`"))
            word = sb_str_from(word, 1);
        sb_str name = sb_path_base(word);
        if (is_interpreter(name))
            code = !is_shell(name);
        else if (code && word.n > 1 && word.p[0] == '-')
            for (size_t i = 1; i < word.n; i++)
                if (sb_is_in(word.p[i], "ceErp"))
                    return true;
    }
    return code && heredoc;
}

static bool code_fetches(sb_str line)
{
    static const char *const words[] = {
        "IO::Socket", "LWP",           "Net::HTTP",   "TCPSocket", "aiohttp",   "create_connection", "fetch(",
        "fsockopen",  "ftplib",        "http.client", "httpx",     "https.get", "net.connect",       "open-uri",
        "requests.",  "socket.socket", "urlopen",     "('http",    "(\"http"};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_find(line, sb_str_of(words[i])) != SB_NPOS)
            return true;
    return false;
}

static bool code_decodes(sb_str line)
{
    static const char *const words[] = {"Buffer.from(", "atob(",         "base64_decode", "decode_base64",
                                        "fromhex(",     "marshal.loads", "unhexlify",     "zlib.decompress"};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_find(line, sb_str_of(words[i])) != SB_NPOS)
            return true;
    return false;
}

/* CODE: the line may be of a program that a script gives to an interpreter. */
static unsigned deeds_of_code(sb_str line, bool code)
{
    unsigned found = installs(line) ? SB_DEED_FETCHES : 0;
    if (code)
        found |= (code_fetches(line) ? SB_DEED_FETCHES : 0) | (code_decodes(line) ? SB_DEED_DECODES : 0);
    return found | (spells_out(line) ? SB_DEED_DECODES : 0) | (runs_strays(line) ? SB_DEED_STRAYS : 0);
}

unsigned sb_deeds_of_command(sb_str line, bool code)
{
    unsigned found = sb_deeds_of_line(line), more = deeds_of_code(line, code || gives_code(line));
    if (more)
        return found | more | (is_piped_to(line, is_interpreter) ? SB_DEED_PIPES : 0);
    if (is_piped_to(line, is_interpreter))
        return found | SB_DEED_PIPES;
    return found & SB_DEED_FETCHES && asks_itself(line) ? found & ~(unsigned)SB_DEED_FETCHES : found;
}

sb_str sb_deeds_text(unsigned deeds, struct sb_arena *arena)
{
    static const char *const more[] = {" pipes", " encoded", " strays"};
    sb_str text = SB_STR_NONE;
    for (size_t i = 0; i < SB_COUNT(marks) + SB_COUNT(more); i++)
        if (deeds >> i & 1) {
            const char *word = i < SB_COUNT(marks) ? marks[i].word : more[i - SB_COUNT(marks)];
            text = sb_arena_join(arena, text, sb_str_of(word), SB_STR_NONE);
        }
    return text;
}

/* ---- of a file that is read in pieces ---- */

/* "/app/server", "./run", "app.js" */
static bool may_be_path(sb_str word)
{
    size_t slash = sb_str_chr(word, '/'), dot = sb_str_chr(word, '.');
    return word.n > 2 && word.p[0] != '-' && (slash != SB_NPOS || (dot != SB_NPOS && dot > 0 && dot + 1 < word.n));
}

static void keep_paths(struct sb_deed_scan *scan, sb_str line)
{
    for (size_t i = 0, n; i < line.n; i += n + (n == 0)) {
        n = sb_image_path_of(sb_str_from(line, i));
        sb_str word = sb_str_part(line, i, n);
        if (!may_be_path(word) || scan->paths_n + word.n + 1 > sizeof scan->paths)
            continue;
        memcpy(scan->paths + scan->paths_n, word.p, word.n);
        scan->paths_n += word.n;
        scan->paths[scan->paths_n++] = '\n';
    }
}

static void end_line(struct sb_deed_scan *scan)
{
    sb_str line = sb_str_trim(sb_str_n(scan->line, scan->n));
    if (!scan->goes_on)
        scan->comment = line.n && line.p[0] == '#';
    if (line.n == 0 || scan->comment)
        return;
    scan->found |= sb_deeds_of_command(line, scan->code);
    scan->code |= sb_str_find(line, SB_S("<<")) != SB_NPOS && gives_code(line);
    keep_paths(scan, line);
}

void sb_deed_scan_begin(struct sb_deed_scan *scan)
{
    scan->found = 0;
    scan->n = scan->paths_n = 0;
    scan->goes_on = scan->comment = scan->code = false;
}

void sb_deed_scan_add(struct sb_deed_scan *scan, const char *p, size_t n)
{
    enum { OVERLAP = 256 };
    for (size_t i = 0; i < n; i++) {
        char c = p[i] == '\t' || p[i] == '\r' || p[i] == '\0' ? ' ' : p[i];
        if (c != '\n' && scan->n < sizeof scan->line) {
            scan->line[scan->n++] = c;
            continue;
        }
        end_line(scan);
        size_t kept = c == '\n' ? 0 : OVERLAP;
        memmove(scan->line, scan->line + scan->n - kept, kept);
        scan->n = kept;
        scan->goes_on = kept > 0;
        if (c != '\n')
            scan->line[scan->n++] = c;
    }
}

unsigned sb_deed_scan_end(struct sb_deed_scan *scan)
{
    end_line(scan);
    scan->n = 0;
    return scan->found;
}
