using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Sockets;

namespace Fairlead.Lab.Entrance;

/// <summary>
/// Where a part of a lab is reached from the machine: opened before the lab's namespaces are entered, where there is no way back, and
/// handed down to the program that answers.
/// </summary>
internal sealed class OutsideSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly InheritedDescriptor _inherited;

    private OutsideSocket(Socket socket)
    {
        _socket = socket;
        _inherited = InheritedDescriptor.Of(socket.SafeHandle.DangerousGetHandle());
    }

    public static IPEndPoint Default { get; } = new(IPAddress.Loopback, 0);

    /// <summary>Number under which programs that are started now find it.</summary>
    public int Descriptor => _inherited.Number;

    /// <param name="at">Port 0 for one that the kernel chooses.</param>
    /// <param name="what">For whom, and which option says another place.</param>
    /// <exception cref="LabException">Nobody can listen there.</exception>
    public static OutsideSocket Listen(IPEndPoint at, string what, string option)
    {
        try
        {
            var socket = at.Port == 0 ? BoundByNumber(at) : Bound(at);
            socket.Listen(512);
            return new OutsideSocket(socket);
        }
        catch (SocketException error)
        {
            throw new LabException($"{what} cannot listen at {at}: {error.Message}; say another with {option}, or leave it to the kernel", error);
        }
    }

    // A port that the kernel chose is lost when a listening socket is shut down, as the cloud's is while nobody answers; one that was
    // asked for by number stays (SOCK_BINDPORT_LOCK of the kernel). Sockets that do not listen may share a port: nobody comes between.
    private static Socket BoundByNumber(IPEndPoint at)
    {
        using var chosen = Bound(at);
        return Bound(chosen.LocalEndPoint!);
    }

    private static Socket Bound(EndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _inherited.Dispose();
        _socket.Dispose();
    }
}
