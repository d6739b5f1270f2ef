using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Verbs;

/// <summary>States that somebody reads page by page: all pages of a list are of the same version.</summary>
internal sealed class PageMemory(TimeProvider clock)
{
    private const int MostStates = 64;

    // Kubernetes compacts every five minutes, and readers know that they must not be slower.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (StoreState State, DateTimeOffset Since)> _states = [];

    /// <returns>The token by which the next page is asked for.</returns>
    public string Remember(StoreState state, ObjectKey last)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var old in _states.Where(one => now - one.Value.Since > Kept).Select(one => one.Key).ToList())
            {
                _states.Remove(old);
            }

            if (_states.Count >= MostStates && !_states.ContainsKey(state.Version))
            {
                _states.Remove(_states.MinBy(one => one.Value.Since).Key);
            }

            _states[state.Version] = (state, now);
        }

        var token = new JsonObject { ["v"] = state.Version, ["ns"] = last.Namespace, ["n"] = last.Name };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(token.ToJsonString()));
    }

    /// <exception cref="ApiException">It is none of ours, or too old.</exception>
    public (StoreState State, ObjectKey? After) Find(string token)
    {
        try
        {
            var json = (JsonObject)JsonText.Read(Convert.FromBase64String(token))!;
            lock (_lock)
            {
                return _states.TryGetValue(json["v"]!.GetValue<long>(), out var found)
                    ? (found.State, new ObjectKey(json["ns"]!.GetValue<string>(), json["n"]!.GetValue<string>()))
                    : throw Refusal.Expired("The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter");
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or InvalidCastException or NullReferenceException)
        {
            throw Refusal.BadRequest("continue key is not valid");
        }
    }
}
