namespace Fairlead.Agent.Log;

/// <summary>A line for whoever looks after the node.</summary>
public sealed record LogLine(DateTimeOffset Time, string Subject, string Text)
{
    public override string ToString() => $"{Time:yyyy-MM-ddTHH:mm:ss.fffZ} {Subject}: {Text}";
}

/// <summary>What happened, for standard error and, the latest of it, for <c>doctor</c>.</summary>
public sealed class NodeLog(TimeProvider clock, Action<LogLine> write)
{
    private const int Kept = 500;

    private readonly Queue<LogLine> _latest = new();
    private readonly Lock _lock = new();

    public void Say(string subject, string text)
    {
        var line = new LogLine(clock.GetUtcNow(), subject, text);
        lock (_lock)
        {
            _latest.Enqueue(line);
            if (_latest.Count > Kept)
            {
                _latest.Dequeue();
            }
        }

        write(line);
    }

    public void Say(string subject, string text, Exception error) => Say(subject, $"{text}: {error.Message}");

    public IReadOnlyList<LogLine> Latest()
    {
        lock (_lock)
        {
            return [.. _latest];
        }
    }
}
