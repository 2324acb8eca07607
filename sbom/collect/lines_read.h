/* Readers of settings, by their grammar; each keeps the lines that run or load something. */
#ifndef SB_COLLECT_LINES_READ_H
#define SB_COLLECT_LINES_READ_H

#include "base/buf.h"

struct sb_lines_kept {
    struct sb_buf text;
    bool cut;    /* it would be more than SB_LINES_BYTES with a digest behind it */
    bool kernel; /* the text is that of command lines of the kernel alone, whatever the file is */
};
/* KEY: "", or what stands in front of LINE with a blank. */
void sb_lines_keep(struct sb_lines_kept *kept, const char *key, sb_str line);
/* Nothing, or no more than "# x" or "; x". */
bool sb_lines_is_remark(sb_str line);
/* Is KEY the WANTED one, which is in lower case? "Key" and "key", "init-file" and "init_file" are one. */
bool sb_lines_is_key(sb_str key, const char *wanted);

/* lines_shell.c: shells and variables */
void sb_lines_read_grub(sb_str bytes, struct sb_lines_kept *kept); /* a shell's, with command lines of the kernel */
void sb_lines_read_manager(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_pam_env(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_shell(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_variables(sb_str bytes, struct sb_lines_kept *kept);
/* lines_keys.c: a key, and what it is set to */
void sb_lines_read_dhclient(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_interfaces(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_mysql(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_pacman(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_postgresql(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_ssh(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_sysctl(sb_str bytes, struct sb_lines_kept *kept);
/* lines_other.c */
void sb_lines_read_crypttab(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_kernel(sb_str bytes, struct sb_lines_kept *kept); /* the command line of the kernel */
void sb_lines_read_logrotate(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_nginx(sb_str bytes, struct sb_lines_kept *kept);
void sb_lines_read_perl(sb_str bytes, struct sb_lines_kept *kept);

#endif
