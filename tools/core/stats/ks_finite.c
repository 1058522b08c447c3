#include "stats/ks_finite.h"

#include "base/fatal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// From here on (n d²) both tails together are twice one of them, to ten digits.
#define FAR_OUT           2.2
#define FAR_OUT_SMALL     4.0
#define SMALL_N           140
#define MOST_MATRIX_STEPS 50.0
#define PI                3.14159265358979323846

double ks_one_sided_tail(double distance, int64_t n)
{
    if (distance <= 0 || distance >= 1)
        return distance <= 0 ? 1 : 0;
    const double size = (double)n;
    const double last = floor(size * (1 - distance));
    double log_choose = 0; // of v out of n
    double sum = 0;
    for (double v = 0; v <= last; v++) {
        const double rest = 1 - distance - v / size;
        if (rest > 0 || v < size)
            sum += exp(log_choose + (v - 1) * log(distance + v / size) +
                       (size - v) * log(fmax(rest, 0)));
        log_choose += log((size - v) / (v + 1));
    }
    return fmin(1, distance * sum);
}

typedef struct Matrix {
    size_t size;
    double *cells;
    int exponent; // what the cells are to be multiplied by, as a power of ten
} Matrix;

static Matrix matrix_new(size_t size)
{
    Matrix matrix = {.size = size, .cells = calloc(size * size, sizeof(double))};
    if (!matrix.cells)
        fatal_out_of_memory();
    return matrix;
}

static Matrix matrix_multiply(const Matrix *a, const Matrix *b)
{
    Matrix product = matrix_new(a->size);
    for (size_t i = 0; i < a->size; i++) {
        for (size_t k = 0; k < a->size; k++) {
            for (size_t j = 0; j < a->size; j++)
                product.cells[i * a->size + j] +=
                    a->cells[i * a->size + k] * b->cells[k * a->size + j];
        }
    }
    product.exponent = a->exponent + b->exponent;
    return product;
}

// Keeps the cells in the range of doubles.
static void matrix_rescale(Matrix *matrix)
{
    if (matrix->cells[(matrix->size / 2) * matrix->size + matrix->size / 2] < 1e140)
        return;
    for (size_t i = 0; i < matrix->size * matrix->size; i++)
        matrix->cells[i] *= 1e-140;
    matrix->exponent += 140;
}

// matrix^n; takes the matrix over.
static Matrix matrix_power(Matrix matrix, int64_t n)
{
    Matrix result = matrix_new(matrix.size);
    for (size_t i = 0; i < matrix.size; i++)
        result.cells[i * matrix.size + i] = 1;
    for (; n > 0; n /= 2) {
        if (n % 2) {
            Matrix next = matrix_multiply(&result, &matrix);
            free(result.cells);
            result = next;
            matrix_rescale(&result);
        }
        Matrix square = matrix_multiply(&matrix, &matrix);
        free(matrix.cells);
        matrix = square;
        matrix_rescale(&matrix);
    }
    free(matrix.cells);
    return result;
}

// The matrix H of Marsaglia, Tsang and Wang for k = steps and h = steps - n d.
static Matrix ks_matrix(size_t steps, double h)
{
    const size_t size = 2 * steps - 1;
    Matrix matrix = matrix_new(size);
    double *cells = matrix.cells;
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j < size; j++)
            cells[i * size + j] = i + 1 >= j ? 1 : 0;
    }
    for (size_t i = 0; i < size; i++) {
        cells[i * size] -= pow(h, (double)i + 1);
        cells[(size - 1) * size + i] -= pow(h, (double)(size - i));
    }
    cells[(size - 1) * size] += 2 * h - 1 > 0 ? pow(2 * h - 1, (double)size) : 0;
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j < i + 1; j++) {
            for (size_t g = 1; g <= i - j + 1; g++)
                cells[i * size + j] /= (double)g;
        }
    }
    return matrix;
}

// P(D < distance) by n!/n^n times the middle cell of H^n.
static double ks_matrix_head(double distance, int64_t n)
{
    const size_t steps = (size_t)ceil((double)n * distance);
    Matrix power = matrix_power(ks_matrix(steps, (double)steps - (double)n * distance), n);
    double head = power.cells[(steps - 1) * power.size + steps - 1];
    int exponent = power.exponent;
    for (int64_t i = 1; i <= n; i++) {
        head *= (double)i / (double)n;
        if (head < 1e-140) {
            head *= 1e140;
            exponent -= 140;
        }
    }
    free(power.cells);
    return head * pow(10, exponent);
}

// P(D < distance) by the expansion in powers of 1 / sqrt(n), z = sqrt(n) d.
static double ks_series_head(double z, double n)
{
    const double z2 = z * z;
    const double pi2 = PI * PI;
    const int terms = (int)ceil(16 * z / PI) + 1;
    double sums[4] = {0};
    double extra[2] = {0};
    for (int k = terms; k > 0; k--) {
        const double m2 = (2.0 * k - 1) * (2.0 * k - 1) * pi2 / 4; // (k - 1/2)² π²
        const double odd = exp(-m2 / (2 * z2));
        sums[0] += odd;
        sums[1] += (m2 - z2) * odd;
        sums[2] += (6 * pow(z, 6) + 2 * pow(z, 4) + (2 * pow(z, 4) - 5 * z2) * m2 +
                    (1 - 2 * z2) * m2 * m2) *
                   odd;
        sums[3] += (-30 * pow(z, 6) - 90 * pow(z, 8) + (135 * pow(z, 4) - 96 * pow(z, 6)) * m2 +
                    (212 * pow(z, 4) - 60 * z2) * m2 * m2 + (5 - 30 * z2) * m2 * m2 * m2) *
                   odd;
        const double k2 = (double)k * k * pi2;
        const double even = exp(-k2 / (2 * z2));
        extra[0] += k2 * even;
        extra[1] += (3 * z2 - k2) * k2 * even;
    }
    const double root = sqrt(2 * PI);
    const double second = root * (sums[2] / (72 * pow(z, 7)) - extra[0] / (36 * z2 * z));
    const double third = root * (sums[3] / (6480 * pow(z, 10)) + extra[1] / (216 * pow(z, 6)));
    return root * sums[0] / z + root * sums[1] / (6 * pow(z, 4)) / sqrt(n) + second / n +
           third / (n * sqrt(n));
}

double ks_finite_tail(double distance, int64_t n)
{
    const double size = (double)n;
    if (distance >= 1 || n < 1)
        return distance >= 1 ? 0 : 1;
    if (size * distance <= 0.5)
        return 1;
    const double far = size * distance * distance;
    if (distance >= 0.5 || far >= (n <= SMALL_N ? FAR_OUT_SMALL : FAR_OUT))
        return fmin(1, 2 * ks_one_sided_tail(distance, n));
    const double head = size * distance <= MOST_MATRIX_STEPS
                            ? ks_matrix_head(distance, n)
                            : ks_series_head(sqrt(size) * distance, size);
    return fmin(1, fmax(0, 1 - head));
}
