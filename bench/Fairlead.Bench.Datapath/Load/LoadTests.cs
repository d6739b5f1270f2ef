using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fairlead.Bench.Datapath.Load;

/// <summary>A way of loading a path for the length of a slice.</summary>
/// <returns>Nanoseconds per operation; NaN where the path does not carry.</returns>
internal delegate double LoadTest(LoadCase path, Lap lap, TimeSpan slice);

/// <summary>
/// One thread is client and server. Every hop of a veth runs in the sender's softirq, so what was sent has arrived when send returns:
/// no wake-up, no second processor, and the time of an operation is what stacks and path cost.
/// </summary>
internal static unsafe class LoadTests
{
    private const ushort Port = 8080;
    private const int Batch = 32;
    private const int Message = 64;

    // A frame of 60 octets: Ethernet 14, IPv4 20, UDP 8. The checksum behind it makes 64.
    private const int SmallDatagram = 18;
    private const int Burst = 1 << 17;
    private const double BulkUnit = 65536;

    private static readonly byte* Buffer = (byte*)NativeMemory.AllocZeroed(1 << 20);

    /// <summary>Per datagram of 64 octets on the wire, one way. Nobody reads: a filter counts them at the far socket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Datagrams(LoadCase path, Lap lap, TimeSpan slice)
    {
        using var server = LoadSocket.Open(path.Server, Native.Datagram);
        using var client = LoadSocket.Open(path.Client, Native.Datagram);
        server.Bind(Port);
        server.RefuseAll();
        client.Connect(LoadSocket.Address(path.ServerAddress, Port));
        Send(client);
        var (before, sent) = (server.Drops, 0u);
        lap.Start(slice);
        do
        {
            Send(client);
            sent += Batch;
        }
        while (lap.Next());

        return server.Drops - before >= sent * 0.99 ? lap.Median() / Batch : double.NaN;
    }

    /// <summary>Per request and answer of 64 octets each on one connection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double RoundTrips(LoadCase path, Lap lap, TimeSpan slice)
    {
        using var listener = Listener(path);
        using var client = LoadSocket.Open(path.Client, Native.Stream);
        client.Connect(LoadSocket.Address(path.ServerAddress, Port));
        using var server = listener.Accept();
        lap.Start(slice);
        do
        {
            if (!RoundTrip(client, server))
            {
                return double.NaN;
            }
        }
        while (lap.Next());

        return lap.Median();
    }

    /// <summary>Per connection: set up, one request, one answer, taken down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Connections(LoadCase path, Lap lap, TimeSpan slice)
    {
        using var listener = Listener(path);
        return path.Client.Inside(() =>
        {
            lap.Start(slice);
            do
            {
                if (!Connection(path, listener))
                {
                    return double.NaN;
                }
            }
            while (lap.Next());

            return lap.Median();
        });
    }

    /// <summary>Per 64 KiB of one stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Bulk(LoadCase path, Lap lap, TimeSpan slice)
    {
        using var listener = Listener(path);
        using var client = LoadSocket.Open(path.Client, Native.Stream);
        client.Cubic();
        client.Connect(LoadSocket.Address(path.ServerAddress, Port));
        using var server = listener.Accept();
        Stream(client, server, lap, slice / 4);
        Stream(client, server, lap, slice);
        return lap.Median();
    }

    private static void Stream(LoadSocket client, LoadSocket server, Lap lap, TimeSpan slice)
    {
        lap.Start(slice);
        nint got;
        do
        {
            client.Send(Buffer, Burst);
            got = 0;
            for (nint part; (part = server.TryReceive(Buffer, 2 * Burst)) > 0;)
            {
                got += part;
            }
        }
        while (lap.Next(got / BulkUnit));
    }

    private static void Send(LoadSocket client)
    {
        for (var i = 0; i < Batch; i++)
        {
            client.Send(Buffer, SmallDatagram);
        }
    }

    private static bool Connection(LoadCase path, LoadSocket listener)
    {
        var client = LoadSocket.OpenHere(Native.Stream);
        client.Connect(LoadSocket.Address(path.ServerAddress, Port));
        var server = listener.Accept();
        var works = server.IsValid && RoundTrip(client, server);
        // The client ends first, and so keeps what is left of the connection: the server would run out of room.
        client.Dispose();
        works = works && server.Receive(Buffer, Message) == 0;
        server.Dispose();
        return works;
    }

    private static bool RoundTrip(LoadSocket client, LoadSocket server)
    {
        client.Send(Buffer, Message);
        if (server.Receive(Buffer, Message) <= 0)
        {
            return false;
        }

        server.Send(Buffer, Message);
        return client.Receive(Buffer, Message) > 0;
    }

    private static LoadSocket Listener(LoadCase path)
    {
        var listener = LoadSocket.Open(path.Server, Native.Stream);
        listener.Bind(Port);
        listener.Listen();
        return listener;
    }
}
