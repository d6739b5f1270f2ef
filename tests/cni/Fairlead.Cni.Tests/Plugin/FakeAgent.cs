using System.Buffers.Binary;
using System.Net.Sockets;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Sockets;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>What the plug-in sent: its octets behind the length, and which namespace rode with them.</summary>
internal sealed record ReceivedCall(byte[] Body, NetnsIdentity? Netns);

/// <summary>A socket that behaves as an agent might: it answers, says nothing, or goes away in the middle.</summary>
internal sealed class FakeAgent : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _held = [];
    private readonly Task _serving;

    private FakeAgent(string path, Action<FakeAgent, Socket> serve)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(16);
        _serving = Task.Factory.StartNew(() => Serve(serve), TaskCreationOptions.LongRunning);
    }

    public List<ReceivedCall> Calls { get; } = [];

    /// <summary>Set when the first call is whole.</summary>
    public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="output">What the plug-in is to print.</param>
    public static FakeAgent Answering(string path, byte status, string output) => new(path, (agent, socket) =>
    {
        agent.Hear(socket);
        socket.Send(Answer(status, output));
        socket.Close();
    });

    /// <summary>Takes the call and says nothing.</summary>
    public static FakeAgent Hung(string path) => new(path, (agent, socket) =>
    {
        agent._held.Add(socket);
        agent.Hear(socket);
    });

    /// <summary>Takes the call, says so much of its answer and dies.</summary>
    public static FakeAgent Dying(string path, int octets) => new(path, (agent, socket) =>
    {
        agent.Hear(socket);
        socket.Send(Answer(0, "{\"cniVersion\":\"1.0.0\"}").AsSpan(0, octets));
        socket.Close();
    });

    public void Dispose()
    {
        _listener.Close();
        _held.ForEach(socket => socket.Close());
        _serving.Wait(TimeSpan.FromSeconds(10));
    }

    private static byte[] Answer(byte status, string output)
    {
        var text = global::System.Text.Encoding.UTF8.GetBytes(output);
        var frame = new byte[5 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, 1 + text.Length);
        frame[4] = status;
        text.CopyTo(frame, 5);
        return frame;
    }

    private void Serve(Action<FakeAgent, Socket> serve)
    {
        while (true)
        {
            try
            {
                serve(this, _listener.Accept());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or KernelException)
            {
                if (!_listener.IsBound || _listener.SafeHandle.IsClosed)
                {
                    return;
                }
            }
        }
    }

    private void Hear(Socket socket)
    {
        var buffer = new byte[2 << 20];
        var have = DescriptorReceiver.Receive(socket, buffer, out var descriptor);
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer);
        while (have < 4 + length)
        {
            have += socket.Receive(buffer.AsSpan(have));
        }

        Calls.Add(new ReceivedCall(buffer[4..have], Identity(descriptor)));
        Heard.TrySetResult();
    }

    private static NetnsIdentity? Identity(int descriptor)
    {
        if (descriptor < 0)
        {
            return null;
        }

        using var netns = NetworkNamespace.FromDescriptor(descriptor);
        return netns.Identity;
    }
}
