using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Fairlead.AgentApi;
using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Node;
using Fairlead.Bench.Report;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>
/// What an ADD goes on, stage by stage, each by itself: the plug-in's process, the agent's answer over its socket, and within that the
/// disk and the kernel. They overlap in the agent, so they do not add up.
/// </summary>
internal static class StageMeasure
{
    // About what the record of an attachment takes.
    private const int RecordLength = 440;

    public static void Run(BenchContext bench)
    {
        bench.Say("stages of an ADD");
        var rounds = Enumerable.Range(0, bench.Rounds).ToList();
        bench.Add(Stage("of ADD: the plug-in's process", rounds.Select(_ => BenchContext.Check(bench.Fairlead.Version(), "VERSION").Wall)));
        bench.Add(Stage("of ADD: the agent, over its socket", rounds.Select(slot => Answer(bench, slot))));
        using var file = new FileStream($"{bench.Folders.State}/sync", FileMode.Create, FileAccess.Write, FileShare.None, 0);
        bench.Add(Stage("of that: the disk (a record and its sync)", rounds.Select(_ => Sync(file))));
        bench.Add(Stage("of that: the kernel (link, addresses, routes)", rounds.Select(slot => RawWiring.Make(bench.Node, bench.Pool[slot].Netns))));
    }

    private static Figure Stage(string name, IEnumerable<TimeSpan> times) => new(name, Spread.OfMilliseconds(times.ToList()), "ms");

    private static TimeSpan Answer(BenchContext bench, int slot)
    {
        var id = bench.NextId("stage");
        var netns = bench.Pool[slot].Path;
        var time = Call("ADD", id, netns, bench);
        Call("DEL", id, netns, bench);
        return time;
    }

    private static TimeSpan Call(string command, string id, string netns, BenchContext bench)
    {
        var message = Encoding.UTF8.GetBytes($"C{command}\0{id}\0{netns}\0eth0\0\0/opt/cni/bin\0{{\"cniVersion\":\"1.0.0\",\"name\":\"fairlead\",\"type\":\"fairlead-cni\"}}");
        var started = Stopwatch.GetTimestamp();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(BenchAgent.Socket));
        using var stream = new NetworkStream(socket);
        Frame.Write(stream, message);
        var reply = Frame.Read(stream);
        var time = Stopwatch.GetElapsedTime(started);
        return reply is [0, ..] ? time : throw new InvalidOperationException($"{command} over the socket of {bench.Fairlead.Name} failed: {Encoding.UTF8.GetString(reply ?? [])}");
    }

    private static TimeSpan Sync(FileStream file)
    {
        var started = Stopwatch.GetTimestamp();
        file.Write(new byte[RecordLength]);
        file.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(started);
    }
}
