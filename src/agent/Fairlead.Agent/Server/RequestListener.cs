using System.Net.Sockets;
using Fairlead.Linux;
using Fairlead.Linux.Sockets;

namespace Fairlead.Agent.Server;

/// <summary>
/// Serves the node's socket. Each worker waits in accept(2) itself and sees its request through to the answer, so a call
/// hops over no other thread on its way in or out. Workers come and go with the number of calls under way.
/// </summary>
internal sealed class RequestListener : IDisposable
{
    // Waiting in the kernel each costs some 40 KB; that many calls at once come in without a thread being made.
    private const int WorkersKept = 8;

    // A node's runtime starts and stops hundreds of pods at once at most; beyond this calls wait in the backlog.
    private const int MostWorkers = 256;
    private const int Backlog = 1024;
    private const int StackLength = 512 << 10;

    // The plug-in sends at once; who does not is no plug-in.
    private static readonly TimeSpan PeerTimeout = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Func<AgentRequest, AgentReply> _serve;
    private readonly Action<string, Exception?> _log;
    private readonly uint _user = UnixPeer.OwnUserId;
    private readonly CountdownEvent _running = new(1);
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private int _idle;
    private int _workers;
    private volatile bool _stopping;

    public RequestListener(string path, Func<AgentRequest, AgentReply> serve, Action<string, Exception?> log)
    {
        _path = path;
        _serve = serve;
        _log = log;
    }

    /// <summary>Replaces whatever lies at the path, and serves. Whoever calls this holds the <see cref="InstanceLock"/>.</summary>
    /// <exception cref="SocketException">The socket cannot be made there.</exception>
    public void Start()
    {
        File.Delete(_path);
        _socket.Bind(new UnixDomainSocketEndPoint(_path));
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _socket.Listen(Backlog);
        for (var i = 0; i < WorkersKept; i++)
        {
            AddWorker();
        }
    }

    /// <summary>Takes no more calls, and returns when the answers to those under way are out.</summary>
    public void Dispose()
    {
        _stopping = true;
        _socket.Dispose();
        File.Delete(_path);
        _running.Signal();
        _running.Wait();
        _running.Dispose();
    }

    private void AddWorker()
    {
        if (Interlocked.Increment(ref _workers) > MostWorkers)
        {
            Interlocked.Decrement(ref _workers);
            return;
        }

        _running.AddCount();
        new Thread(Work, StackLength) { IsBackground = true, Name = "request" }.Start();
    }

    private void Work()
    {
        try
        {
            while (!_stopping && MayIdle() && Accept() is { } socket)
            {
                using (socket)
                {
                    Serve(socket);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _workers);
            _running.Signal();
        }
    }

    private bool MayIdle()
    {
        if (Interlocked.Increment(ref _idle) <= WorkersKept)
        {
            return true;
        }

        Interlocked.Decrement(ref _idle);
        return false;
    }

    /// <returns>Null when the listener has stopped.</returns>
    private Socket? Accept()
    {
        while (!_stopping)
        {
            try
            {
                var socket = _socket.Accept();
                if (Interlocked.Decrement(ref _idle) == 0)
                {
                    AddWorker();
                }

                return socket;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                if (!_stopping)
                {
                    // Out of descriptors, say: whoever calls next may fare better.
                    _log("accepting a call", error);
                    Thread.Sleep(50);
                }
            }
        }

        return null;
    }

    private void Serve(Socket socket)
    {
        try
        {
            socket.ReceiveTimeout = socket.SendTimeout = (int)PeerTimeout.TotalMilliseconds;
            var peer = UnixPeer.Of(socket);
            // The file's mode keeps others out already; this holds where somebody changed it.
            if (peer.UserId != 0 && peer.UserId != _user)
            {
                _log($"refused a call of user {peer.UserId}, process {peer.ProcessId}", null);
                return;
            }

            if (RequestConnection.Receive(socket, peer) is { } request)
            {
                var reply = _serve(request);
                RequestConnection.Reply(socket, reply.Status, reply.Body.Span);
            }
        }
        catch (Exception error) when (error is SocketException or KernelException)
        {
            // The caller is gone. A runtime whose ADD got no answer calls DEL.
            _log("answering a call", error);
        }
    }
}
