using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Files;

/// <summary>Where changes are kept.</summary>
internal interface IEventLog : IDisposable
{
    /// <summary>All of it or nothing; when it returns, it is on the disk.</summary>
    /// <param name="surplus">Changes that the window drops: what they replaced is not needed any more.</param>
    /// <exception cref="StoreFileException">It could not be kept; what was there is as it was.</exception>
    void Append(IReadOnlyList<StoreEvent> events, IReadOnlyList<StoreEvent> surplus);
}

/// <summary>Keeps nothing.</summary>
internal sealed class ForgetfulLog : IEventLog
{
    public void Append(IReadOnlyList<StoreEvent> events, IReadOnlyList<StoreEvent> surplus)
    {
    }

    public void Dispose()
    {
    }
}
