#include "carry/xml_quiet.h"

#include <libxml/globals.h>

static void say_nothing(void *to, const char *format, ...)
{
    (void)to;
    (void)format;
}

struct sb_xml_quiet sb_xml_quiet_begin(void)
{
    struct sb_xml_quiet before = {xmlGenericError, xmlGenericErrorContext};
    xmlSetGenericErrorFunc(NULL, say_nothing);
    return before;
}

void sb_xml_quiet_end(const struct sb_xml_quiet *before)
{
    xmlSetGenericErrorFunc(before->context, before->print);
}
