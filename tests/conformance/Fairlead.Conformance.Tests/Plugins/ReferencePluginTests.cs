using Fairlead.Linux;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Conformance.Tests.Plugins;

/// <summary>Debian's reference plug-ins: all that is found in them is what docs/guide/cni-check.md lists, and nothing is left of them.</summary>
public sealed class ReferencePluginTests : IDisposable
{
    // Of containernetworking-plugins 1.1.1; newer ones may have fewer.
    private static readonly string[] Known =
    [
        "VERSION answers in the version it was asked in", "no CNI_COMMAND", "variables that are invalid are named", "an error bears the version that was asked in",
        "ADD passes on what earlier plug-ins of a chain answered",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-check-").FullName;

    [Theory]
    [InlineData("ptp", "")]
    [InlineData("bridge", "\"bridge\": \"cni0\", \"isGateway\": true, ")]
    [InlineData("macvlan", "\"master\": \"uplink0\", ")]
    public void Nothing_is_held_against_them_but_what_is_known(string type, string fields)
    {
        var list = Path.Combine(_folder, "net.conflist");
        File.WriteAllText(list, $$$"""
            {"cniVersion": "1.0.0", "name": "fl-{{{type}}}", "plugins": [{"type": "{{{type}}}", {{{fields}}}
             "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.213.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
            """);
        var before = World();
        var run = CheckRun.InFolder(_folder, list, "--plugins", Path.GetDirectoryName(CheckRun.Reference(type))!, "--link", "uplink0");
        Assert.Equal(1, run.Status);
        Assert.DoesNotContain(run.Failed, failed => !Known.Any(known => failed.StartsWith(known, StringComparison.Ordinal)));
        Assert.NotEmpty(run.Of("passed"));
        Assert.Equal(before, World());
        Assert.Equal([list], Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What of the machine a check might touch.</summary>
    private static string World()
    {
        using var own = NetworkNamespace.Current();
        using var kernel = KernelReader.Open(own);
        string[] folders = ["/var/lib/cni", "/var/lib/cni/networks", "/run/netns", "/run/cni"];
        return string.Join('\n', [
            .. kernel.Links().Select(link => link.Name).Order(),
            .. folders.Where(Directory.Exists).SelectMany(Directory.GetFileSystemEntries).Where(file => file.Contains("/fl-", StringComparison.Ordinal)),
        ]);
    }
}
