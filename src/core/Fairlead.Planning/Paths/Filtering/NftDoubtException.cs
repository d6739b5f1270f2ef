namespace Fairlead.Planning.Paths.Filtering;

/// <summary>A rule asks for something that the evaluator does not know how to answer. Caught where the rule is known.</summary>
internal sealed class NftDoubtException(string what) : Exception(what);
