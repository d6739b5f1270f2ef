using Fairlead.Vpc.Collections;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Vpc.Tests.Collections;

/// <summary>Against Dictionary, with keys whose hashes are alike more often than in life.</summary>
public sealed class PersistentMapProperties
{
    [Fact]
    public void It_holds_what_a_dictionary_holds_after_any_changes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Changes().ToArbitrary(), changes =>
        {
            var (map, model) = (PersistentMap<Key, int>.Empty, new Dictionary<Key, int>());
            foreach (var (key, value) in changes)
            {
                var before = map;
                var (count, had) = (before.Count, before.TryGetValue(key, out var old));
                map = value < 0 ? map.Remove(key) : map.SetItem(key, value);
                if (value < 0)
                {
                    model.Remove(key);
                }
                else
                {
                    model[key] = value;
                }

                // What was there before the change is as it was.
                if (before.Count != count || before.TryGetValue(key, out var still) != had || still != old)
                {
                    return false;
                }
            }

            return Same(map, model);
        }));

    [Fact]
    public void An_empty_one_is_the_same_after_all_is_removed()
    {
        var keys = Enumerable.Range(0, 5000).Select(number => $"eni-{number}").ToList();
        var map = keys.ToPersistentMap(key => key, key => key.Length);
        Assert.Equal(keys.Order(), map.Keys.Order());
        var empty = keys.Aggregate(map, (left, key) => left.Remove(key));
        Assert.True(empty.IsEmpty);
        Assert.Empty(empty);
        Assert.Equal(5000, map.Count);
        Assert.Same(map, map.Remove("eni-x"));
        Assert.Throws<ArgumentException>(() => map.Add("eni-7", 0));
        Assert.Throws<KeyNotFoundException>(() => map["eni-x"]);
    }

    private static bool Same(PersistentMap<Key, int> map, Dictionary<Key, int> model) =>
        map.Count == model.Count
        && map.OrderBy(entry => entry.Key.Number).SequenceEqual(model.OrderBy(entry => entry.Key.Number))
        && Enumerable.Range(0, 64).All(number => map.ContainsKey(new Key(number)) == model.ContainsKey(new Key(number)));

    // Negative values remove.
    private static Gen<List<(Key Key, int Value)>> Changes() =>
        (from number in Gen.Choose(0, 63) from value in Gen.Choose(-3, 5) select (new Key(number), value)).ListOf().Select(changes => changes.ToList());

    /// <summary>Eight numbers to a hash, and hashes that differ in the last bits only.</summary>
    private readonly record struct Key(int Number)
    {
        public override int GetHashCode() => (Number / 8) << 29;
    }
}
