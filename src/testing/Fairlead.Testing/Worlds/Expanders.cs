namespace Fairlead.Testing.Worlds;

/// <summary>One step of a story: a state to go to, or the program killed and started again.</summary>
public readonly record struct StoryStep<TState>(TState? State, bool Restart)
{
    public static StoryStep<TState> To(TState state) => new(state, false);

    public static StoryStep<TState> Killed => new(default, true);
}

/// <summary>
/// Makes many stories of one: the states forward, reversed, shuffled, doubled, squashed, and with a restart between any two
/// (an idea of Calico Felix). Each ends in the story's last state, so all must end in the same world.
/// </summary>
public static class Expanders
{
    public static IEnumerable<(string Name, IReadOnlyList<StoryStep<TState>> Steps)> Expand<TState>(IReadOnlyList<TState> states, int shuffles = 3)
    {
        var last = states[^1];
        yield return ("forward", Steps(states));
        yield return ("reversed", Steps([.. states.Reverse(), last]));
        yield return ("doubled", Steps([.. states.SelectMany(state => new[] { state, state })]));
        yield return ("squashed", Steps([last]));
        yield return ("there and back", Steps([.. states, .. states.Reverse(), last]));
        for (var seed = 1; seed <= shuffles; seed++)
        {
            var shuffled = states.ToArray();
            new Random(seed).Shuffle(shuffled);
            yield return ($"shuffled {seed}", Steps([.. shuffled, last]));
        }

        for (var at = 1; at <= states.Count; at++)
        {
            yield return ($"killed after {at}", [.. Steps([.. states.Take(at)]), StoryStep<TState>.Killed, .. Steps([.. states.Skip(at), last])]);
        }

        yield return (
            "killed after each",
            [.. states.SelectMany(state => new[] { StoryStep<TState>.To(state), StoryStep<TState>.Killed }), StoryStep<TState>.To(last)]);
    }

    private static StoryStep<TState>[] Steps<TState>(IReadOnlyList<TState> states) => [.. states.Select(StoryStep<TState>.To)];
}
