using System.Runtime.InteropServices;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;

namespace Fairlead.System.Tests.Labs;

/// <summary>
/// Whoever runs the tool: the machine's root, or somebody without rights, for whom a lab is made in a user namespace. Where the tests
/// run as root, that is a user id that nobody has; else it is who runs the tests.
/// </summary>
public sealed class LabUser
{
    // Neither Debian's nor systemd's ranges give this one away (systemd, docs/UIDS-GIDS.md).
    private const string Nobody = "64321";

    // The build, the runtime and the peers may lie where only root may look: the user sees them at places of its own, in mounts that
    // are gone with the command. $1 the user's folder, $2 build, $3 runtime, $4 cache of peers.
    private const string Become = $"""
        mkdir -p "$1/apps" "$1/dotnet" "$1/cache/fairlead"
        mount --rbind "$2" "$1/apps"; mount --rbind "$3" "$1/dotnet"; [ ! -d "$4" ] || mount --rbind "$4" "$1/cache/fairlead"
        folder=$1; shift 4
        exec setpriv --reuid={Nobody} --regid={Nobody} --clear-groups --no-new-privs env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$folder/home" XDG_CACHE_HOME="$folder/cache" "$@"
        """;

    private readonly string? _folder;

    private LabUser(string word, string? folder) => (Word, _folder) = (word, folder);

    public static LabUser Root { get; } = new("root", null);

    public static LabUser WithoutRights { get; } = new("rootless", Environment.IsPrivilegedProcess ? NewFolder() : null);

    /// <summary>In names of labs.</summary>
    public string Word { get; }

    /// <summary>Ends a test that this user cannot run here.</summary>
    public void Require()
    {
        if (this == Root && !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("the tests do not run as root");
        }

        if (!File.Exists(Installation.Current.Plugin))
        {
            Assert.Skip("the plug-in is not built: run eng/build-cni, which says what is missing");
        }
    }

    /// <summary>Runs the tool to its end.</summary>
    public Finished Fairlead(params IEnumerable<string> arguments) => Run.ToEnd(CommandLine(arguments), timeout: TimeSpan.FromMinutes(7));

    public Finished FairleadWith(string input, params IEnumerable<string> arguments) => Run.ToEnd(CommandLine(arguments), input, timeout: TimeSpan.FromMinutes(3));

    public IReadOnlyList<string> CommandLine(IEnumerable<string> arguments) => _folder is null
        ? Command([Path.Combine(Runtime, "dotnet"), Installation.Current.Program("fairlead"), .. arguments])
        : Command([$"{_folder}/dotnet/dotnet", new Installation($"{_folder}/apps").Program("fairlead"), .. arguments]);

    /// <summary>Any program as this user.</summary>
    public IReadOnlyList<string> Command(IEnumerable<string> words) => _folder is null
        ? [.. words]
        : ["unshare", "--mount", "--propagation", "private", "sh", "-ec", Become, "sh", _folder, Installation.Current.Root, Runtime, Path.GetFullPath(Path.Combine(LabStarter.Peers, "..", "..")), .. words];

    // …/shared/Microsoft.NETCore.App/VERSION/
    private static string Runtime => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("fl-user-").FullName;
        Run.ToEnd(["sh", "-ec", "mkdir \"$1/home\"; chmod 755 \"$1\"; chown \"$2\" \"$1/home\"", "sh", folder, Nobody]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
