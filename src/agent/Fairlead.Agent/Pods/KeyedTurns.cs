namespace Fairlead.Agent.Pods;

/// <summary>One at a time for each key: a DEL that a runtime sends while its ADD still runs waits for the end of it.</summary>
internal sealed class KeyedTurns<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Turn> _turns = [];

    /// <summary>Waits for its turn, which lasts until what is returned is disposed by the same thread.</summary>
    public IDisposable Enter(TKey key)
    {
        var turn = Join(key);
        Monitor.Enter(turn);
        return turn;
    }

    /// <summary>As <see cref="Enter"/> where nobody has the turn now; else null.</summary>
    public IDisposable? TryEnter(TKey key)
    {
        var turn = Join(key);
        if (Monitor.TryEnter(turn))
        {
            return turn;
        }

        Part(turn);
        return null;
    }

    private Turn Join(TKey key)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out var turn))
            {
                _turns[key] = turn = new Turn(this, key);
            }

            turn.Users++;
            return turn;
        }
    }

    private void Leave(Turn turn)
    {
        Monitor.Exit(turn);
        Part(turn);
    }

    private void Part(Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Users == 0)
            {
                _turns.Remove(turn.Key);
            }
        }
    }

    private sealed class Turn(KeyedTurns<TKey> all, TKey key) : IDisposable
    {
        public TKey Key { get; } = key;

        public int Users { get; set; }

        public void Dispose() => all.Leave(this);
    }
}
