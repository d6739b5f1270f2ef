using System.Diagnostics;
using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Kubernetes;

namespace Fairlead.Lab.Walkthrough;

/// <summary>Asks parts of a lab that may be away for a moment, again and again for a bounded time.</summary>
/// <param name="patience">Zero where nothing is away: the first refusal counts.</param>
internal sealed class Insistence(TimeSpan patience)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <exception cref="LabException">The refusal that came last, also of the store.</exception>
    /// <exception cref="ControlException">The same of the lab.</exception>
    /// <exception cref="SocketException">The same of a connection.</exception>
    public T Ask<T>(Func<T> ask)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return ask();
            }
            catch (Exception error) when (IsRefusal(error) && Stopwatch.GetElapsedTime(since) < patience)
            {
                Thread.Sleep(Glance);
            }
            catch (ClusterException error)
            {
                throw new LabException(error.Message, error);
            }
        }
    }

    /// <summary>A write: the answer to an earlier attempt may have been lost.</summary>
    /// <param name="done">What the store says where it has done it already.</param>
    /// <exception cref="LabException">The refusal that came last.</exception>
    public void Write(Func<Task> write, ClusterErrorKind done)
    {
        var attempts = 0;
        Ask(() =>
        {
            attempts++;
            try
            {
                write().GetAwaiter().GetResult();
            }
            catch (ClusterException error) when (attempts > 1 && error.Kind == done)
            {
                // An attempt before this one arrived.
            }

            return true;
        });
    }

    private static bool IsRefusal(Exception error) => error is LabException or ControlException or ClusterException or SocketException;
}
