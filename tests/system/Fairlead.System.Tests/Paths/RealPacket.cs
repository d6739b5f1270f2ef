using System.Net;
using System.Net.Sockets;
using Fairlead.Lab.Probes;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Paths;

namespace Fairlead.System.Tests.Paths;

/// <summary>What a packet really does, in the words of a prediction.</summary>
internal static class RealPacket
{
    // Over several veths a packet takes well under a millisecond; this is patience for a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    /// <param name="patient">A busy machine is silent too: with ten times the time.</param>
    public static PathOutcome Send(NetworkNamespace from, InetAddress to, ushort port, Transport transport, bool patient = false) =>
        Send(from, to, port, transport, patient ? 10 * Patience : Patience);

    private static PathOutcome Send(NetworkNamespace from, InetAddress to, ushort port, Transport transport, TimeSpan patience)
    {
        if (transport == Transport.Tcp)
        {
            return Probe.Connect(from, to, port, patience).Verdict switch
            {
                ProbeVerdict.Reached => PathOutcome.Reached,
                ProbeVerdict.Refused => PathOutcome.Refused,
                ProbeVerdict.Unreachable => PathOutcome.Unreachable,
                _ => PathOutcome.Dropped,
            };
        }

        using var socket = Probe.Open(from, to.IsV6, SocketType.Dgram);
        socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        try
        {
            socket.Connect(new IPEndPoint(to.ToIPAddress(), port));
            socket.Send("why"u8);
            socket.Receive(new byte[16]);
            return PathOutcome.Reached;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => PathOutcome.Refused,
                SocketError.TimedOut or SocketError.WouldBlock or SocketError.TryAgain => PathOutcome.Dropped,
                _ => PathOutcome.Unreachable,
            };
        }
    }
}
