using System.Net.Sockets;
using System.Text;
using Fairlead.AgentApi;

namespace Fairlead.Agent.Tests.Calls;

/// <summary>The agent's socket without the plug-in in front of it.</summary>
internal static class Wire
{
    public static CniAnswer Call(string path, ReadOnlySpan<byte> message)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        using var stream = new NetworkStream(socket);
        Frame.Write(stream, message);
        var reply = Frame.Read(stream) ?? throw new IOException("the agent closed the connection");
        return CniAnswer.Read(reply[0], Encoding.UTF8.GetString(reply, 1, reply.Length - 1));
    }
}
