using System.Text;
using Fairlead.Bench.Processes;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Datapath.World;

/// <summary>Programs that only the peers of a comparison need: the machine's own, or what eng/peers.sh has unpacked.</summary>
internal sealed class PeerPrograms(string? unpacked)
{
    private static readonly string[] Wanted = ["ip", "ipset", "iptables-legacy-restore", "nft"];

    /// <summary>What is nowhere; the cases that are made by programs are left out then.</summary>
    public IReadOnlyList<string> Missing => [.. Wanted.Where(name => Find(name) is null)];

    /// <summary>Runs a program in a namespace with a text as its input.</summary>
    /// <exception cref="InvalidOperationException">It said no: nothing that follows would be a comparison.</exception>
    public void Run(NetworkNamespace netns, string program, string[] arguments, string input)
    {
        var path = Find(program) ?? throw new InvalidOperationException($"{program} is missing: run eng/peers.sh");
        string[] environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", .. Libraries(path)];
        var run = netns.Inside(() => Spawn.Run(path, arguments, environment, Encoding.ASCII.GetBytes(input)));
        if (run.Status != 0)
        {
            throw new InvalidOperationException($"{program} ended with {run.Status}: {run.Output.Trim()}");
        }
    }

    // What was only unpacked is not where the linker looks.
    private string[] Libraries(string path)
    {
        if (unpacked is null || !path.StartsWith(unpacked, StringComparison.Ordinal))
        {
            return [];
        }

        var folder = Directory.GetDirectories($"{unpacked}/usr/lib", "*-linux-gnu").FirstOrDefault();
        return [$"LD_LIBRARY_PATH={folder}", $"XTABLES_LIBDIR={folder}/xtables"];
    }

    private string? Find(string name) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", $"{unpacked}/usr/sbin", $"{unpacked}/sbin", $"{unpacked}/usr/bin" }
            .Select(folder => $"{folder}/{name}").FirstOrDefault(File.Exists);
}
