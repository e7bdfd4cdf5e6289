namespace IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

/// <summary>Draws from the distributions that describe services.</summary>
public sealed class Draws(Xoshiro source)
{
    private double _spare = double.NaN;

    public double Uniform() => source.Uniform();

    public double Uniform(double from, double to) => from + ((to - from) * source.Uniform());

    /// <returns>From <paramref name="from"/> to below <paramref name="to"/>.</returns>
    public int Whole(int from, int to) => from + (int)(source.Uniform() * (to - from));

    public bool Chance(double probability) => source.Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Whole(0, items.Count)];
    }

    /// <returns>Distinct ones in an order of chance; all where there are no more.</returns>
    public IReadOnlyList<T> Sample<T>(IReadOnlyList<T> items, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        var left = items.ToArray();
        count = Math.Min(count, left.Length);
        for (var i = 0; i < count; i++)
        {
            var other = Whole(i, left.Length);
            (left[i], left[other]) = (left[other], left[i]);
        }

        return left[..count];
    }

    public double Exponential(double mean) => -mean * Math.Log(1 - source.Uniform());

    /// <summary>Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        while (true)
        {
            var (x, y) = ((2 * source.Uniform()) - 1, (2 * source.Uniform()) - 1);
            var square = (x * x) + (y * y);
            if (square is >= 1 or 0)
                continue;
            var factor = Math.Sqrt(-2 * Math.Log(square) / square);
            _spare = y * factor;
            return x * factor;
        }
    }

    /// <param name="median">Of the values.</param>
    /// <param name="sigma">Standard deviation of their logarithms.</param>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <returns>At least <paramref name="least"/>, at most <paramref name="greatest"/>.</returns>
    public double Pareto(double least, double alpha, double greatest) =>
        Math.Min(greatest, least * Math.Pow(1 - source.Uniform(), -1 / alpha));

    /// <summary>Gamma of mean 1; its variance is one over <paramref name="shape"/>. An infinite shape always gives 1.</summary>
    public double GammaOfMeanOne(double shape)
    {
        if (double.IsInfinity(shape))
            return 1;
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(source.Uniform(), 1 / shape) / shape;
        return Gamma(shape) / shape;
    }

    public int Poisson(double mean) => PoissonDistribution.Draw(this, mean);

    /// <summary>Marsaglia and Tsang 2000; scale 1.</summary>
    private double Gamma(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            var u = source.Uniform();
            // Marsaglia and Tsang's squeeze: what it accepts, the logarithms would accept as well.
            if (u < 1 - (0.0331 * x * x * x * x))
                return d * v;
            if (Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
