/* While libxml2 reads: what it would print by itself, about encodings and the like, it does not. What is wrong is in
 * the parser's last error. Private to this folder. */
#ifndef SB_FORMATS_CARRY_XML_QUIET_H
#define SB_FORMATS_CARRY_XML_QUIET_H

/* Whom it told before, in this thread. */
struct sb_xml_quiet {
    void (*print)(void *context, const char *format, ...); /* xmlGenericErrorFunc */
    void *context;
};

struct sb_xml_quiet sb_xml_quiet_begin(void);
void sb_xml_quiet_end(const struct sb_xml_quiet *before);

#endif
