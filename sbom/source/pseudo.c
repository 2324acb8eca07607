#include "source/pseudo.h"

#include <linux/magic.h>
#include <sys/statfs.h>

static const uint32_t pseudo_magics[] = {
    PROC_SUPER_MAGIC,
    SYSFS_MAGIC,
    DEVPTS_SUPER_MAGIC,
    CGROUP_SUPER_MAGIC,
    CGROUP2_SUPER_MAGIC,
    DEBUGFS_MAGIC,
    TRACEFS_MAGIC,
    SECURITYFS_MAGIC,
    SELINUX_MAGIC,
    SMACK_MAGIC,
    BPF_FS_MAGIC,
    PSTOREFS_MAGIC,
    EFIVARFS_MAGIC,
    BINFMTFS_MAGIC,
    HUGETLBFS_MAGIC,
    RDTGROUP_SUPER_MAGIC,
    NSFS_MAGIC,
    AAFS_MAGIC,
    BDEVFS_MAGIC,
    BINDERFS_SUPER_MAGIC,
    XENFS_SUPER_MAGIC,
    USBDEVICE_SUPER_MAGIC,
    OPENPROM_SUPER_MAGIC,
    0x19800202 /* mqueue */,
    0x62656570 /* configfs */,
    0x65735543 /* fusectl */,
    0x67596969 /* rpc_pipefs */,
};

bool sb_is_on_pseudo(int fd)
{
    struct statfs fs;
    if (fstatfs(fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < SB_COUNT(pseudo_magics); i++)
        if ((uint32_t)fs.f_type == pseudo_magics[i])
            return true;
    return false;
}
