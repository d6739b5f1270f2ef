using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Kubernetes;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Linux.Sockets;
using Fairlead.Reconciliation;

namespace Fairlead.Lab.Supervision;

/// <summary>The process that a lab is. Whoever started it reads from it how it goes, until it is ready or has failed.</summary>
public static class SupervisorProgram
{
    /// <summary>First argument of the process; labs are found by it.</summary>
    public const string Command = "lab-supervisor";

    private const int Threads = 64;

    internal const string Progress = "progress ";
    internal const string Ready = "ready";
    internal const string Failed = "failed ";

    /// <summary>Ends the topology on standard input, which stays open as long as the starter lives (YAML 1.2, section 9.1.2).</summary>
    internal const string EndOfTopology = "...";

    /// <param name="peers">Folder of unpacked packages that hosts see; may be absent.</param>
    /// <param name="withStarter">Whether the lab ends when its starter does.</param>
    /// <param name="apiDescriptor">The socket, opened outside, that the OpenAPI is to answer at.</param>
    /// <param name="kubeDescriptor">The socket that the cluster's store is to answer at; negative where the lab is no cluster.</param>
    /// <param name="input">The topology, and then nothing until the starter has gone.</param>
    /// <param name="starter">Who is told how it goes.</param>
    /// <returns>The exit status.</returns>
    public static int Run(string name, string peers, bool withStarter, int apiDescriptor, int kubeDescriptor, TextReader input, TextWriter starter)
    {
        using var down = new ManualResetEventSlim();
        // Calls that wait hold a thread each, and so do sandboxes that are being made.
        ThreadPool.SetMinThreads(Threads, Threads);
        var supervisor = new LabSupervisor(
            name, TopologyReader.Read(ReadTopology(input), "topology"), peers, InheritedDescriptor.Received(apiDescriptor), kubeDescriptor < 0 ? null : Kept(kubeDescriptor));
        if (withStarter)
        {
            new Thread(() => WaitForEnd(input, down)) { IsBackground = true, Name = "starter" }.Start();
        }

        try
        {
            supervisor.Start(what => Say(starter, Progress + what));
            // The answer to whoever asks for the end must be out before the end.
            using var control = new ControlServer(LabPaths.Control, new LabControl(supervisor, () => Task.Delay(50).ContinueWith(_ => down.Set())).Answer);
            control.Start();
            Say(starter, Ready);
            down.Wait();
            return 0;
        }
        catch (Exception error) when (Expected(error) is { } expected)
        {
            Say(starter, Failed + expected.Message);
            return 1;
        }
    }

    // What is started from now on is not to have it.
    private static Socket Kept(int descriptor)
    {
        using var inherited = InheritedDescriptor.Received(descriptor);
        return new Socket(inherited.Keep());
    }

    private static string ReadTopology(TextReader input)
    {
        var text = new System.Text.StringBuilder();
        while (input.ReadLine() is { } line && line != EndOfTopology)
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private static void WaitForEnd(TextReader input, ManualResetEventSlim down)
    {
        while (input.ReadLine() is not null)
        {
            // The starter says no more; its end is what is waited for, however it comes.
        }

        down.Set();
    }

    // One line each: a message of several lines is told with its ends marked.
    private static void Say(TextWriter starter, string line)
    {
        starter.WriteLine(line.ReplaceLineEndings("\v"));
        starter.Flush();
    }

    private static Exception? Expected(Exception error) => error switch
    {
        AggregateException many => Expected(many.Flatten().InnerExceptions[0]),
        LabException or ControlException or WorldException or IOException or ClusterException or TimeoutException => error,
        _ => null,
    };
}
