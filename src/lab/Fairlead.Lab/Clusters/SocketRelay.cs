using System.Net.Sockets;

namespace Fairlead.Lab.Clusters;

/// <summary>Connects callers of one socket with another place, octet for octet, until either of them ends.</summary>
/// <param name="listener">Listens already.</param>
/// <param name="connect">Opens a connection to the other place, or throws <see cref="SocketException"/>.</param>
internal sealed class SocketRelay(Socket listener, Func<Task<Socket>> connect) : IDisposable
{
    private Task _accepting = Task.CompletedTask;

    public void Start() => _accepting = Task.Run(AcceptAsync);

    public void Dispose()
    {
        listener.Dispose();
        _accepting.Wait();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var caller = await listener.AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => JoinAsync(caller));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task JoinAsync(Socket caller)
    {
        using (caller)
        {
            try
            {
                using var other = await connect().ConfigureAwait(false);
                await using var here = new NetworkStream(caller);
                await using var there = new NetworkStream(other);
                await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // Nobody is there: the caller finds the connection closed, as with any server that has ended.
            }
        }
    }
}
