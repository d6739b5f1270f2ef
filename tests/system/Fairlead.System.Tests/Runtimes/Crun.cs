using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>crun as hosts of a lab can have it.</summary>
internal static class Crun
{
    public const string Path = "/run/crun-lab";

    // No cgroups: a lab has none of its own. A user namespace of one id has no group 5 that terminals could belong to.
    private const string Script = """
        #!/bin/sh
        prev= bundle=
        for word; do case $prev in --bundle|-b) bundle=$word ;; esac; case $word in --bundle=*) bundle=${word#*=} ;; esac; prev=$word; done
        [ -z "$bundle" ] || [ ! -f "$bundle/config.json" ] || sed -i 's/,"gid=5"//' "$bundle/config.json"
        exec /usr/bin/crun --cgroup-manager=disabled "$@"
        """;

    public static void Install(CommandLab lab, string node) => lab.Shell(node, $"cat > {Path} && chmod 755 {Path}", Script);
}
