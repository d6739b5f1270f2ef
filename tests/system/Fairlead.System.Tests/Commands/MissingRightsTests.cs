using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Commands;

/// <summary>Where a lab cannot be, the first line says what is missing and how to get it.</summary>
public sealed class MissingRightsTests
{
    private static readonly string Name = $"t-missing-{Environment.ProcessId}";

    [Fact]
    public void User_namespaces_that_a_setting_forbids() => AssertFirstLine(
        AsUser("exec unshare --user --map-user=1000 --keep-caps sh -c 'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --ambient-caps -all --inh-caps -all \"$@\"' sh \"$@\""),
        "user namespaces may not be made by you", "sysctl -w user.max_user_namespaces=");

    [Fact]
    public void Root_without_the_right_to_make_namespaces()
    {
        LabUser.Root.Require();
        AssertFirstLine(Wrapped(LabUser.Root, "exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin \"$@\""), "although you are root: CAP_SYS_ADMIN is missing", "--privileged");
    }

    [Fact]
    public void A_container_engine_that_masks_proc()
    {
        LabUser.Root.Require();
        LabUser.WithoutRights.Require();
        // As Docker does it: parts of /proc lie below other mounts, and the kernel refuses a fresh /proc that would show them.
        string[] masked = ["unshare", "--mount", "--propagation", "private", "sh", "-c", "mount --bind /dev/null /proc/version; exec \"$@\"", "sh"];
        var done = Run.ToEnd([.. masked, .. LabUser.WithoutRights.CommandLine(["lab", "up", "--name", Name])], timeout: TimeSpan.FromMinutes(2));
        AssertFirstLine(done, "a container engine masks", "--privileged");
    }

    [Fact]
    public void No_unshare_on_the_machine() => AssertFirstLine(AsUser("PATH=/nowhere; export PATH; exec \"$@\""), "unshare", "util-linux");

    [Fact]
    public void A_plug_in_that_is_not_built()
    {
        LabUser.Root.Require();
        string[] hidden = ["unshare", "--mount", "--propagation", "private", "sh", "-c", $"mount -t tmpfs tmpfs '{Path.GetDirectoryName(Installation.Current.Plugin)}'; exec \"$@\"", "sh"];
        var done = Run.ToEnd([.. hidden, .. LabUser.Root.CommandLine(["lab", "up", "--name", Name])], timeout: TimeSpan.FromMinutes(2));
        AssertFirstLine(done, "the plug-in is not built", "eng/build-cni");
    }

    [Fact]
    public void A_kernel_without_the_overlay_file_system()
    {
        CommandsLab.User.Require();
        var folder = Directory.CreateTempSubdirectory("fl-mount-").FullName;
        try
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            // What mount(8) says there.
            File.WriteAllText($"{folder}/mount", "#!/bin/sh\ncase \" $* \" in *' overlay '*) echo \"mount: /etc: unknown filesystem type 'overlay'.\" >&2; exit 32 ;; esac\nexec /usr/bin/mount \"$@\"\n");
            File.SetUnixFileMode($"{folder}/mount", (UnixFileMode)0b111_101_101);
            AssertFirstLine(Wrapped(CommandsLab.User, $"PATH={folder}:$PATH exec \"$@\""), "overlay", "modprobe overlay");
            Assert.Null(Lab.Entrance.LabFinder.Find(Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Finished AsUser(string shell)
    {
        LabUser.WithoutRights.Require();
        return Wrapped(LabUser.WithoutRights, shell);
    }

    /// <summary>The tool, started by a shell that takes something away first.</summary>
    private static Finished Wrapped(LabUser user, string shell)
    {
        var words = user.CommandLine(["lab", "up", "--name", Name]).ToList();
        var dotnet = words.FindLastIndex(word => Path.GetFileName(word) == "dotnet");
        words.InsertRange(dotnet, ["sh", "-c", shell, "sh"]);
        return Run.ToEnd(words, timeout: TimeSpan.FromMinutes(2));
    }

    private static void AssertFirstLine(Finished done, params string[] words)
    {
        Assert.True(done.Status == 1, $"{done.Status}: {done.Output}{done.Errors}");
        var first = done.Errors.Split('\n')[0];
        Assert.All(words, word => Assert.Contains(word, first));
        Assert.DoesNotContain("   at ", done.Errors);
    }
}
