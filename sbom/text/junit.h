/* JUnit's XML, as Jenkins (junit-10.xsd of its plugin xunit) and GitLab read it: suites of cases, over the XML writer.
 * A case has a name and a class and is passed, failed or skipped. What XML has no character for is escaped. */
#ifndef SB_TEXT_JUNIT_H
#define SB_TEXT_JUNIT_H

#include "text/xml_write.h"

struct sb_junit_count {
    uint64_t tests, failures, skipped;
};

void sb_junit_begin(struct sb_xml_out *xml, struct sb_sink *sink, const char *name, const struct sb_junit_count *count);
/* sb_xml_end() ends a suite, a case and all of it. */
void sb_junit_suite(struct sb_xml_out *xml, sb_str name, const struct sb_junit_count *count);
void sb_junit_property(struct sb_xml_out *xml, const char *name, sb_str value); /* inside of an element "properties" */
void sb_junit_case(struct sb_xml_out *xml, sb_str name, sb_str class, sb_str file); /* FILE: empty for none */
/* <KIND message= type=>TEXT</KIND>: failure, skipped, system-out. MESSAGE and TYPE: empty for none. */
void sb_junit_told(struct sb_xml_out *xml, const char *kind, sb_str message, sb_str type, sb_str text);

#endif
