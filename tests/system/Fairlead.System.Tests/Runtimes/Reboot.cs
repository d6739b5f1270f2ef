using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>
/// What a node is like after it lost its power: nothing runs, /run is empty, the kernel has no links and tables of ours and calls this
/// boot by another number; what was on disk is there.
/// </summary>
internal static class Reboot
{
    // What is not this shell, and not the first process of the node, was started in it.
    private const string Script = """
        for pid in /proc/[0-9]*; do
          pid=${pid#/proc/}
          [ $pid = 1 ] || [ $pid = $$ ] || kill -9 $pid 2>/dev/null
        done
        umount /proc/sys/kernel/random/boot_id 2>/dev/null
        cat /proc/sys/kernel/random/uuid > /run/boot-id
        mount --bind /run/boot-id /proc/sys/kernel/random/boot_id
        for netns in /run/netns/*; do umount "$netns" && rm -f "$netns"; done
        tac /proc/self/mounts | cut -d' ' -f2 | grep -E '^(/run/(podman|cd)|/var/lib/containers)' | xargs -r -n 1 umount -l
        rm -rf /run/podman /run/crun /run/cd/state /run/fairlead /dev/shm/*
        for family in inet arp; do nft delete table $family fairlead; done
        for link in /sys/class/net/*; do
          [ ! -e $link/ifalias ] || ! grep -q '^fairlead:' $link/ifalias || ip link delete ${link##*/}
        done
        true
        """;

    public static void Of(CommandLab lab, string node)
    {
        lab.Json("lab", "agent", "kill", node);
        lab.Shell(node, Script);
        lab.Json("lab", "agent", "start", node);
    }
}
