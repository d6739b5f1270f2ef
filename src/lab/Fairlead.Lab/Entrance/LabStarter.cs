using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Topology;

namespace Fairlead.Lab.Entrance;

/// <summary>Starts labs. Everything that can be wrong is found before anything is started.</summary>
public static partial class LabStarter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly List<Process> Lifelines = [];

    /// <summary>Folder of unpacked packages that hosts see; eng/peers.sh fills it.</summary>
    public static string Peers => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "fairlead", "peers", "root");

    /// <param name="topology">YAML.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="say">Is told what is under way.</param>
    /// <param name="withUs">Whether the lab ends with this process, however that ends.</param>
    /// <param name="api">Where the OpenAPI listens on the machine; null for a port of the loopback that the kernel chooses.</param>
    /// <param name="kube">Where a cluster's store listens on the machine; null as above.</param>
    /// <exception cref="Model.Problems.ProblemException">All that is wrong with the topology.</exception>
    /// <exception cref="LabException">The name is taken, something is missing, or a part did not come up; nothing is left of it.</exception>
    public static RunningLab Start(string name, string topology, string source, Action<string> say, bool withUs = false, IPEndPoint? api = null, IPEndPoint? kube = null)
    {
        if (!LabName().IsMatch(name))
        {
            throw new LabException($"'{name}' is no name for a lab: small letters, digits and hyphens, 40 at most");
        }

        var isCluster = TopologyReader.Read(topology, source).Cluster is not null;
        if (LabFinder.Find(name) is not null)
        {
            throw Taken(name);
        }

        if (!File.Exists(Installation.Current.Plugin))
        {
            throw new LabException("the plug-in is not built: run eng/build-cni, which says what is missing");
        }

        NamespaceRights.Check();
        using var socket = OutsideSocket.Listen(api ?? OutsideSocket.Default, "the lab's OpenAPI", "--api");
        using var cluster = isCluster ? OutsideSocket.Listen(kube ?? OutsideSocket.Default, "the cluster's store", "--kube") : null;
        var process = Launch(name, withUs, socket.Descriptor, cluster?.Descriptor ?? -1);
        // The lab has its own copies by now; whatever else is started from here is not to have any.
        socket.Dispose();
        cluster?.Dispose();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write($"{topology}\n{SupervisorProgram.EndOfTopology}\n");
        process.StandardInput.Flush();
        Follow(process, errors, say);
        GiveWay(name, process);
        if (withUs)
        {
            // Its standard input stays open until we end: that is how the lab knows.
            Lifelines.Add(process);
        }
        else
        {
            process.Dispose();
        }

        return LabFinder.Get(name);
    }

    // Two that start under one name at once both find it free: the one that came first keeps it.
    private static void GiveWay(string name, Process process)
    {
        var labs = LabFinder.All().Where(lab => lab.Name == name).ToList();
        var ours = labs.Single(lab => ProcessTable.IsBelow(lab.Pid, process.Id));
        if (labs.Any(lab => ProcessTable.StartOf(lab.Pid).CompareTo(ProcessTable.StartOf(ours.Pid)) < 0))
        {
            ours.Stop();
            throw Taken(name);
        }
    }

    private static LabException Taken(string name) => new($"lab {name} is up already; end it with: fairlead lab down --name {name}");

    private static Process Launch(string name, bool withUs, int apiDescriptor, int kubeDescriptor)
    {
        // setsid: the terminal's signals are for whoever types there, not for the lab.
        string[] command =
        [
            "unshare", .. NamespaceRights.Unshare, Installation.Current.Script("lab.sh"), Installation.Current.Root,
            Installation.Dotnet, Installation.InsideLab.Program("fairlead"), SupervisorProgram.Command, name, Peers, withUs ? "true" : "false",
            apiDescriptor.ToString(CultureInfo.InvariantCulture), kubeDescriptor.ToString(CultureInfo.InvariantCulture),
        ];
        return Process.Start(new ProcessStartInfo("setsid", command)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The runtime's diagnostic sockets would stay in the machine's /tmp when a lab is killed.
            Environment = { ["TMPDIR"] = LabPaths.Temporary, ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
    }

    private static void Follow(Process process, Task<string> errors, Action<string> say)
    {
        while (true)
        {
            var line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new LabException("the lab does not come up: it has said nothing for a long time");
            }

            switch (line.Result)
            {
                case SupervisorProgram.Ready:
                    return;
                case { } text when text.StartsWith(SupervisorProgram.Progress, StringComparison.Ordinal):
                    say(text[SupervisorProgram.Progress.Length..]);
                    break;
                case { } text when text.StartsWith(SupervisorProgram.Failed, StringComparison.Ordinal):
                    process.WaitForExit(Patience);
                    throw new LabException(text[SupervisorProgram.Failed.Length..].Replace('\v', '\n'));
                case null:
                    throw new LabException($"the lab ended before it was up: {errors.Result.Trim()}");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex LabName();
}
